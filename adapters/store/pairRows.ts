import type { PairVerdict } from '../../core/dataset/formats/acceptedPair';
import type { JudgedSample } from '../../core/dataset/rejectedSample';
import type { StoredText } from '../../core/foundations/text/storedText';
import type { StoredTurn, Turn } from '../../core/vocabulary/conversation';
import type { Lineage, Origin } from '../../core/vocabulary/lineage';
import type { StrategyName } from '../../core/vocabulary/strategyName';
import type { Edit } from '../../core/vocabulary/verdict';
import type { CopiedFields } from './copyOut';
import type { Database } from './database';
import { mostSimilar } from './mostSimilar';
import type { PairAddress } from './pairStore';

/** A response of an accepted pair, and what the store has of the pair. */
export interface PairRow extends PairAddress {
  readonly strategy: StrategyName;
  readonly instruction: StoredText;
  readonly family: string | null;
  readonly cell: string | null;
  /** Texts that people put in the place of the pair's own. */
  readonly edit: Edit | null;
  /** The response's number; null where the pair has none. */
  readonly number: number | null;
  readonly input: StoredText;
  readonly response: StoredText;
  readonly thinking: StoredText | null;
  readonly draft: string | null;
  readonly endpoint: string | null;
  readonly model: string;
  readonly prompts: readonly string[];
  readonly turns: readonly StoredTurn[] | null;
  /** All that was written to the same; null where the run wrote one response to each. */
  readonly samples: readonly JudgedSample[] | null;
  readonly lineage: Lineage;
  // Null where provenance is not wanted.
  readonly classification: boolean | null;
  readonly askedCell: string | null;
  readonly call: string | null;
  readonly score: number | null;
  readonly nearest: string | null;
  readonly verdicts: readonly VerdictRow[] | null;
}

export type VerdictRow = Omit<PairVerdict, 'edit' | 'at'> & {
  readonly at: number;
  readonly edit: Edit | null;
  /** The texts that the reviewer was shown. */
  readonly shown: Required<Omit<Edit, 'turns'>> & { readonly turns: readonly Turn[] | null };
};

export interface RowsWanted {
  readonly runKey: string;
  readonly after: PairAddress;
  readonly rescreening?: number | undefined;
  /** Whether the run writes several responses to the same. */
  readonly hasSamples: boolean;
  /** Whether novelty, people's verdicts, which are two tables more, and how a pair came about are read. */
  readonly hasProvenance: boolean;
  /** Whether responses are read that others took the place of. */
  readonly hasRejected: boolean;
  readonly hasPrompts: boolean;
  /** Whether the longer texts stay bytes, of pairs that nobody edited: they are good until the next rows are asked for. */
  readonly asBytes: boolean;
}

/** Rows that are read at once: few, so that they are gone before memory is tidied up. */
const rowsAtOnce = 250;

/**
 * Responses of the accepted pairs after one, in the order of (iteration, ordinal), those of a pair together, as of one moment. All tables are read once, side by
 * side: each has the order in its primary key, so they are merged, and the first row is there at once however many follow. The planner would
 * rather sort all that is left, or look up each pair in each table, which takes five times as long.
 */
export function readPairRows(database: Database, wanted: RowsWanted): AsyncGenerator<readonly PairRow[]> {
  const { runKey, after, rescreening, hasSamples, hasProvenance, hasRejected, hasPrompts } = wanted;
  const values = [
    runKey,
    after.iteration,
    after.ordinal,
    ...(rescreening === undefined ? [] : [rescreening]),
  ];
  const decided =
    rescreening === undefined ? ['null::int[]', isAccepted, ''] : ['d.kept', isAcceptedThere, decisions];
  const [kept, condition, joined] = decided;
  return database.stream<PairRow>(
    `select c.iteration, c.ordinal, reviewed.edit, c.strategy, c.instruction, c.family, c.cell,
       r.response, r.input, r.text, r.thinking, r.endpoint, r.model, r.turns ${hasPrompts ? ', r.prompts' : ''}
       ${hasRejected ? `, r.draft, ${hasSamples ? samplesOfResponse : 'null::jsonb'}` : ''},
       ${hasProvenance ? fieldsOfProvenance : fieldsOfOrigin}
     from candidates c ${joined}
     left join responses r on r.run_key = $1 and r.iteration >= $2 and (r.iteration, r.ordinal) = (c.iteration, c.ordinal) and ${isOfPair(kept!)}
     left join (${lastDecisions}) reviewed on (reviewed.iteration, reviewed.ordinal) = (c.iteration, c.ordinal)
     ${hasProvenance ? provenance : ''}
     where c.run_key = $1 and c.iteration >= $2 and (c.iteration, c.ordinal) > ($2, $3) and ${condition}
     order by c.iteration, c.ordinal`,
    values,
    { atOnce: rowsAtOnce, rowOf: (fields) => rowOf(fields, wanted), settings: merged },
  );
}

/** The fields in the order in which the statement above has them. */
function rowOf(
  fields: CopiedFields,
  { hasProvenance, hasRejected, hasPrompts, asBytes }: RowsWanted,
): PairRow {
  const iteration = fields.integer()!;
  const ordinal = fields.integer()!;
  const edit = fields.json<Edit>();
  const staysBytes = asBytes && edit === null;
  const text = (): StoredText | null => (staysBytes ? fields.textBytes() : fields.text());
  const strategy = fields.text() as StrategyName;
  return {
    iteration,
    ordinal,
    strategy,
    instruction: text()!,
    family: fields.text(),
    cell: fields.text(),
    edit,
    number: fields.integer(),
    input: text()!,
    response: text()!,
    thinking: text(),
    endpoint: fields.text(),
    model: fields.text()!,
    turns: fields.json<StoredTurn[]>(),
    prompts: hasPrompts ? fields.json<string[]>()! : noPrompts,
    draft: hasRejected ? fields.text() : null,
    samples: hasRejected ? fields.json<JudgedSample[]>() : null,
    lineage: hasProvenance
      ? fields.json<Lineage>()!
      : originOf(strategy, fields.text(), fields.json<Origin>()),
    classification: hasProvenance ? fields.boolean() : null,
    askedCell: hasProvenance ? fields.text() : null,
    call: hasProvenance ? fields.text() : null,
    score: hasProvenance ? fields.float() : null,
    nearest: hasProvenance ? fields.text() : null,
    verdicts: hasProvenance ? fields.json<VerdictRow[]>() : null,
  };
}

const noPrompts: readonly string[] = [];

/** What is left of a lineage where provenance is not wanted. */
function originOf(strategy: StrategyName, persona: string | null, parent: Origin | null): Lineage {
  const lineage = { strategy, prompts: [], calls: [] };
  if (persona === null && parent === null) return lineage;
  return { ...lineage, ...(persona !== null && { persona }), ...(parent !== null && { parent }) };
}

/** Of the planner, for the statement above: none of its other ways. */
const merged = {
  enable_nestloop: 'off',
  enable_hashjoin: 'off',
  enable_hashagg: 'off',
  enable_seqscan: 'off',
  enable_bitmapscan: 'off',
  enable_material: 'off',
  max_parallel_workers_per_gather: '0',
  jit: 'off',
};

const isAccepted = `c.state = 'accepted'`;
const isAcceptedThere = `coalesce(d.state, c.state) = 'accepted' and c.state not in ('awaitingReview', 'declined', 'abandoned')`;
const decisions = `left join rescreening_decisions d on d.run_key = $1 and d.rescreening = $4 and d.iteration >= $2
  and (d.iteration, d.ordinal) = (c.iteration, c.ordinal)`;

/** What a rescreening let pass, else what was kept; where nothing was, and a filter's decision was taken back, the first that was written. */
const isOfPair = (kept: string): string => `
  (coalesce(r.response = any(${kept}), r.kept, false) or (${kept} is null and r.kept is not true and r.response =
    (select case when bool_or(o.kept) then null else min(o.response) end from responses o
     where (o.run_key, o.iteration, o.ordinal) = (c.run_key, c.iteration, c.ordinal))))`;

const lastDecisions = `
  select distinct on (iteration, ordinal) iteration, ordinal, edit from review_decisions
  where run_key = $1 and iteration >= $2 order by iteration, ordinal, watermark desc`;

const verdictsGiven = `
  select i.iteration, i.ordinal, jsonb_agg(jsonb_build_object('reviewer', v.reviewer, 'verdict', v.verdict, 'reason', v.reason, 'edit', v.edit,
      'at', extract(epoch from v.given_at)::float8 * 1000,
      'shown', jsonb_build_object('instruction', i.instruction, 'input', i.input, 'response', i.response, 'turns', i.turns))
      order by v.given_at, v.batch, v.reviewer, v.revision) as verdicts
  from review_items i join verdicts v on v.run_key = $1 and (v.batch, v.item) = (i.batch, i.item)
  where i.run_key = $1 and i.iteration >= $2 and i.kind <> 'check' group by i.iteration, i.ordinal`;

/** As the commit left it; looked up where it did not, being an earlier version's. */
const novelty = `coalesce(c.novelty_score, (select score from (${mostSimilar}) s)),
  case when c.novelty_score is null then (select nearest from (${mostSimilar}) s) else c.novelty_nearest end`;
const fieldsOfProvenance = `c.lineage, c.classification, c.asked_cell, r.call_key, ${novelty}, said.verdicts`;
const fieldsOfOrigin = `c.lineage ->> 'persona', c.lineage -> 'parent'`;

const provenance = `
  left join (${verdictsGiven}) said on (said.iteration, said.ordinal) = (c.iteration, c.ordinal)`;

/** All responses to what response r answers, with the judge's scores. */
const samplesOfResponse = `
  (select jsonb_agg(jsonb_build_object('response', o.response, 'text', o.text, 'score',
     (select s.score from scores s where (s.run_key, s.iteration, s.ordinal, s.response) = (o.run_key, o.iteration, o.ordinal, o.response)
      and s.stage = 'judge')) order by o.response)
   from responses o where (o.run_key, o.iteration, o.ordinal) = (r.run_key, r.iteration, r.ordinal)
     and coalesce(o.sample_of, o.response) = coalesce(r.sample_of, r.response))`;
