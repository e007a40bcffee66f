import type {
  AcceptedPair,
  ConversationTurn,
  PairInstance,
  PairVerdict,
  RejectedResponse,
} from '../../core/dataset/formats/acceptedPair';
import { rejectedSample, type JudgedSample } from '../../core/dataset/rejectedSample';
import { editedTurns } from '../../core/review/pairTexts';
import type { Edit, TurnEdit } from '../../core/vocabulary/verdict';
import type { StoredTurn, Turn } from '../../core/vocabulary/conversation';
import type { Lineage } from '../../core/vocabulary/lineage';
import type { Database } from './database';
import { everythingReviewed, reviewedUpTo } from './reviewStore';
import { turnsField } from './turnsField';

/** Where a pair stands in its run: the order of every export. */
export interface PairAddress {
  readonly iteration: number;
  readonly ordinal: number;
}

interface PairRow extends PairAddress {
  strategy: string;
  instruction: string;
  classification: boolean | null;
  family: string | null;
  asked_cell: string | null;
  cell: string | null;
  lineage: Lineage;
  instances: StoredInstance[] | null;
  score: number | null;
  nearest: string | null;
  /** Texts that people put in the place of the pair's own. */
  edit: Edit | null;
  verdicts: VerdictRow[];
}

type StoredInstance = Omit<PairInstance, 'rejected' | 'turns'> & {
  readonly turns?: readonly StoredTurn[];
  readonly draft: string | null;
  readonly number: number;
  /** All that was written to the same; null where the run wrote one response to each. */
  readonly samples: readonly JudgedSample[] | null;
};

type VerdictRow = Omit<PairVerdict, 'edit' | 'at'> & {
  readonly at: number;
  readonly edit: Edit | null;
  /** The texts that the reviewer was shown. */
  readonly shown: Required<Omit<Edit, 'turns'>> & { readonly turns: readonly Turn[] | null };
};

/** Iterations that a statement looks at. */
const iterationsAtOnce = 8;
/** After every pair of an iteration: the largest integer of PostgreSQL. */
const lastOrdinal = 2 ** 31 - 1;

/** Before every pair. */
const beginning: PairAddress = { iteration: -1, ordinal: -1 };

/** Accepted pairs of runs. */
export class PairStore {
  constructor(private readonly database: Database) {}

  /**
   * Accepted pairs in (iteration, ordinal) order, read in chunks as they are asked for. Iterations commit in their order, so
   * going on after the last pair seen misses none, also while the run goes on. Those of iterations that commit meanwhile are left out.
   *
   * @param options.rescreening The number of a rescreening of the run: its decisions count then, where it has any.
   */
  async *accepted(
    runKey: string,
    {
      after = beginning,
      chunk = 500,
      rescreening,
    }: {
      readonly after?: PairAddress;
      readonly chunk?: number;
      readonly rescreening?: number | undefined;
    } = {},
  ): AsyncGenerator<AcceptedPair> {
    const { rows: newest } = await this.database.query<{ iteration: number; margin: number | null }>(
      `select coalesce(max(iteration), -1) as iteration,
         (select (setup.body -> 'recipe' -> 'respond' ->> 'margin')::float8 from runs join documents setup on setup.hash = runs.setup_hash
          where runs.run_key = $1) as margin
       from iterations where run_key = $1`,
      [runKey],
    );
    const through = newest[0]?.iteration ?? -1;
    const margin = newest[0]?.margin ?? null;
    for (let last = after; ;) {
      // A few iterations at a time: a chunk looks at these, and not at all that are left.
      const end = Math.min(through, Math.max(last.iteration, 0) + iterationsAtOnce);
      const rows = await this.rowsAfter(runKey, last, chunk, end, rescreening, margin !== null);
      yield* rows.map((row) => toPair(row, margin ?? 0));
      const seen = rows.at(-1);
      if (seen && rows.length === chunk) last = seen;
      else if (end >= through) return;
      else last = { iteration: end, ordinal: lastOrdinal };
    }
  }

  /** The instruction of the pair that was accepted last. */
  async newestInstruction(runKey: string): Promise<string | undefined> {
    const { rows } = await this.database.query<{ instruction: string }>(
      `select instruction from candidates where run_key = $1 and state = 'accepted'
       order by iteration desc, ordinal desc limit 1`,
      [runKey],
    );
    return rows[0]?.instruction;
  }

  /** A pair may have been compared twice, with the snapshot and at its commit: the higher similarity is the one that counts. */
  private async rowsAfter(
    runKey: string,
    after: PairAddress,
    limit: number,
    through: number,
    rescreening: number | undefined,
    hasSamples: boolean,
  ): Promise<PairRow[]> {
    // Which pairs are next is settled first: else the planner may look up what belongs to all of those left, and sort them, for each chunk.
    const { rows } = await this.database.query<PairRow>(
      `with c as materialized (
         select c.run_key, c.iteration, c.ordinal, c.strategy, c.instruction, c.classification, c.family, c.asked_cell, c.cell, c.lineage, d.kept, reviewed.edit
         from candidates c ${reviewedUpTo('$6')}
         left join rescreening_decisions d on d.rescreening = $5 and (d.run_key, d.iteration, d.ordinal) = (c.run_key, c.iteration, c.ordinal)
         where c.run_key = $1 and coalesce(d.state, c.state) = 'accepted' and c.state not in ('awaitingReview', 'declined', 'abandoned')
           and (c.iteration, c.ordinal) > ($2, $3) and c.iteration <= $7
         order by c.iteration, c.ordinal limit $4)
       select c.iteration, c.ordinal, c.strategy, c.instruction, c.classification, c.family, c.asked_cell, c.cell, c.lineage, novelty.score, novelty.nearest,
         c.edit,
         (select coalesce(jsonb_agg(jsonb_build_object('reviewer', v.reviewer, 'verdict', v.verdict, 'reason', v.reason, 'edit', v.edit,
                   'at', extract(epoch from v.given_at)::float8 * 1000,
                   'shown', jsonb_build_object('instruction', i.instruction, 'input', i.input, 'response', i.response, 'turns', i.turns))
                   order by v.given_at, v.batch, v.reviewer, v.revision), '[]')
          from review_items i join verdicts v using (run_key, batch, item)
          where (i.run_key, i.iteration, i.ordinal) = (c.run_key, c.iteration, c.ordinal) and i.kind <> 'check') as verdicts,
         (select jsonb_agg(jsonb_build_object('input', r.input, 'response', r.text, 'call', r.call_key, 'thinking', r.thinking, 'draft', r.draft, 'number', r.response,
                   'samples', case when $8 then ${samplesOfResponse} end,
                   'teacher', case when r.endpoint is not null then jsonb_build_object('endpoint', r.endpoint, 'model', r.model) end, 'prompts', r.prompts) || ${turnsField('r')} order by r.response)
          from responses r
          where (r.run_key, r.iteration, r.ordinal) = (c.run_key, c.iteration, c.ordinal)
            and (coalesce(r.response = any(c.kept), r.kept) or (c.kept is null and nothing_kept and r.response = first_response))) as instances
       from c
       left join lateral (
         select not coalesce(bool_or(kept), false) as nothing_kept, min(response) as first_response from responses r
         where (r.run_key, r.iteration, r.ordinal) = (c.run_key, c.iteration, c.ordinal)) written on true
       left join lateral (
         select s.score, s.evidence ->> 'nearest' as nearest from scores s
         where (s.run_key, s.iteration, s.ordinal) = (c.run_key, c.iteration, c.ordinal)
           and s.filter = 'novelty' and s.score is not null
         order by s.score desc, s.stage limit 1) novelty on true
       order by c.iteration, c.ordinal`,
      [
        runKey,
        after.iteration,
        after.ordinal,
        limit,
        rescreening ?? null,
        everythingReviewed,
        through,
        hasSamples,
      ],
    );
    return rows;
  }
}

/** All responses to what response r answers, with the judge's scores. */
const samplesOfResponse = `
  (select jsonb_agg(jsonb_build_object('response', o.response, 'text', o.text, 'score',
     (select s.score from scores s where (s.run_key, s.iteration, s.ordinal, s.response) = (o.run_key, o.iteration, o.ordinal, o.response)
      and s.stage = 'judge')) order by o.response)
   from responses o where (o.run_key, o.iteration, o.ordinal) = (r.run_key, r.iteration, r.ordinal)
     and coalesce(o.sample_of, o.response) = coalesce(r.sample_of, r.response))`;

function toPair(
  { instances, score, nearest, asked_cell: askedCell, edit, verdicts, ...row }: PairRow,
  margin: number,
): AcceptedPair {
  const [written, ...others] = instances ?? [];
  // Thinking led to what the teacher wrote; it does not lead to what somebody put in its place.
  const thinking = edit?.response === undefined ? (written?.thinking ?? null) : null;
  if (!written) throw new Error(`Pair ${row.iteration}/${row.ordinal} was accepted without a response.`);
  const first = {
    ...toInstance(written, edit, margin),
    ...pick(edit, 'input'),
    ...pick(edit, 'response'),
    ...(edit?.turns && written.turns && { turns: withEdits(written.turns.map(toTurn), edit.turns) }),
    thinking,
  };
  return {
    ...row,
    ...pick(edit, 'instruction'),
    askedCell,
    instances: [first, ...others.map((other) => toInstance(other, null, margin))],
    novelty: score === null ? null : { score, nearest },
    ...(verdicts.length > 0 && { verdicts: verdicts.map(toVerdict) }),
  };
}

function toInstance(
  { draft, number, samples, turns, ...instance }: StoredInstance,
  edit: Edit | null,
  margin: number,
): PairInstance {
  const rejected = rejectedOf(instance.response, draft, rejectedSample(samples ?? [], number, margin), edit);
  return { ...instance, ...(turns && { turns: turns.map(toTurn) }), ...(rejected && { rejected }) };
}

function toTurn({ message, response, messageCall, call, thinking }: StoredTurn): ConversationTurn {
  return { message, response, messageCall, call, thinking: thinking ?? null };
}

/** Thinking led to what the teacher wrote, as that of the first response. */
function withEdits(
  turns: readonly ConversationTurn[],
  edits: readonly TurnEdit[],
): readonly ConversationTurn[] {
  return editedTurns(turns, edits).map((turn, at) =>
    turn.response === turns[at]?.response ? turn : { ...turn, thinking: null },
  );
}

/** A response to another instruction or input than the pair has now says nothing of which is better. */
function rejectedOf(
  written: string,
  draft: string | null,
  worse: string | undefined,
  edit: Edit | null,
): RejectedResponse | undefined {
  if (edit?.instruction !== undefined || edit?.input !== undefined) return undefined;
  if (edit?.response !== undefined && edit.response !== written)
    return { response: written, because: 'edited' };
  if (worse !== undefined) return { response: worse, because: 'judged' };
  return draft === null ? undefined : { response: draft, because: 'rewritten' };
}

/** One text of an edit, where it has it. */
function pick<Field extends keyof Omit<Edit, 'turns'>>(
  edit: Edit | null,
  field: Field,
): { [Name in Field]?: string } {
  const text = edit?.[field];
  return text === undefined ? {} : ({ [field]: text } as { [Name in Field]: string });
}

function toVerdict({ at, edit, shown, ...said }: VerdictRow): PairVerdict {
  const fields = (['instruction', 'input', 'response'] as const).filter(
    (field) => edit?.[field] !== undefined,
  );
  const turns = edit?.turns ?? [];
  const before: Edit = {
    ...Object.fromEntries(fields.map((field) => [field, shown[field]])),
    ...(turns.length > 0 && { turns: turns.map((one) => asShown(one, shown.turns ?? [])) }),
  };
  const after: Edit = {
    ...Object.fromEntries(fields.map((field) => [field, edit?.[field]])),
    ...(turns.length > 0 && { turns }),
  };
  const isEdit = fields.length > 0 || turns.length > 0;
  return { ...said, at: new Date(at).toISOString(), edit: isEdit ? { before, after } : null };
}

/** The texts that an edit of an exchange replaced. */
function asShown({ exchange, message, response }: TurnEdit, shown: readonly Turn[]): TurnEdit {
  const turn = shown[exchange - 2];
  return {
    exchange,
    ...(message !== undefined && { message: turn?.message ?? '' }),
    ...(response !== undefined && { response: turn?.response ?? '' }),
  };
}
