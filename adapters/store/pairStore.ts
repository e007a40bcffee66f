import type {
  AcceptedPair,
  ConversationTurn,
  PairInstance,
  PairVerdict,
  RejectedResponse,
} from '../../core/dataset/formats/acceptedPair';
import { rejectedSample } from '../../core/dataset/rejectedSample';
import { editedTurns } from '../../core/review/pairTexts';
import type { StoredText } from '../../core/foundations/text/storedText';
import type { StoredTurn, Turn } from '../../core/vocabulary/conversation';
import type { Edit, TurnEdit } from '../../core/vocabulary/verdict';
import type { Database } from './database';
import { readPairRows, type PairRow, type VerdictRow } from './pairRows';

/** Where a pair stands in its run: the order of every export. */
export interface PairAddress {
  readonly iteration: number;
  readonly ordinal: number;
}

/** Before every pair. */
const beginning: PairAddress = { iteration: -1, ordinal: -1 };

export interface AcceptedOptions {
  readonly after?: PairAddress;
  /** The number of a rescreening of the run: its decisions count then, where it has any. */
  readonly rescreening?: number | undefined;
  /** Without it pairs have neither novelty, verdicts, calls nor classification, of their lineage persona and parent alone, and are there sooner. */
  readonly hasProvenance?: boolean;
  /** Without it responses don't have the other one that they were put in the place of, except by people. */
  readonly hasRejected?: boolean;
  /** Without it, and without provenance, instances don't have the prompts that they were written with. */
  readonly hasPrompts?: boolean;
}

/** Accepted pairs of runs. */
export class PairStore {
  constructor(private readonly database: Database) {}

  /**
   * Accepted pairs in (iteration, ordinal) order, as of one moment, read as they are asked for. Iterations commit in their order, so
   * going on after the last pair seen misses none, also while the run goes on.
   */
  async *accepted(runKey: string, options: AcceptedOptions = {}): AsyncGenerator<AcceptedPair> {
    for await (const some of this.acceptedAtOnce(runKey, options)) yield* some;
  }

  /** The same, some at a time: for whoever has many to go through. The next are on their way meanwhile. */
  acceptedAtOnce(runKey: string, options: AcceptedOptions = {}): AsyncGenerator<readonly AcceptedPair[]> {
    return this.read(runKey, options, false) as AsyncGenerator<readonly AcceptedPair[]>;
  }

  /** The same, with texts as the store holds them: good until the next pairs are asked for. */
  acceptedAsStored(
    runKey: string,
    options: AcceptedOptions = {},
  ): AsyncGenerator<readonly AcceptedPair<StoredText>[]> {
    return this.read(runKey, options, true);
  }

  private async *read(
    runKey: string,
    {
      after = beginning,
      rescreening,
      hasProvenance = true,
      hasRejected = true,
      hasPrompts = true,
    }: AcceptedOptions,
    asBytes: boolean,
  ): AsyncGenerator<readonly AcceptedPair<StoredText>[]> {
    const margin = await this.marginOf(runKey);
    const wanted = {
      ...{ runKey, after, rescreening, hasProvenance, hasRejected, asBytes },
      ...{ hasSamples: margin !== null, hasPrompts: hasProvenance || hasPrompts },
    };
    /** Rows of the last pair seen: there may be more of them. */
    let last: PairRow[] = [];
    for await (const rows of readPairRows(this.database, wanted)) {
      const pairs: AcceptedPair<StoredText>[] = [];
      for (const row of rows) {
        if (last[0] && isSame(last[0], row)) last.push(row);
        else {
          if (last.length > 0) pairs.push(toPair(last, margin ?? 0));
          last = [row];
        }
      }
      last = last.map(withOwnTexts);
      yield pairs;
    }
    if (last.length > 0) yield [toPair(last, margin ?? 0)];
  }

  /** By how much the best of several responses must be judged better than the worst; null where a run writes one to each. */
  private async marginOf(runKey: string): Promise<number | null> {
    const { rows } = await this.database.query<{ margin: number | null }>(
      `select (setup.body -> 'recipe' -> 'respond' ->> 'margin')::float8 as margin from runs join documents setup on setup.hash = runs.setup_hash
       where runs.run_key = $1`,
      [runKey],
    );
    return rows[0]?.margin ?? null;
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
}

function isSame(one: PairAddress, other: PairAddress): boolean {
  return one.ordinal === other.ordinal && one.iteration === other.iteration;
}

/** A row whose texts are good also when others are in the place of those that were read with it. */
function withOwnTexts(row: PairRow): PairRow {
  const { instruction, input, response, thinking } = row;
  return {
    ...row,
    instruction: instruction.toString(),
    input: input.toString(),
    response: response.toString(),
    thinking: thinking?.toString() ?? null,
  };
}

/** Of responses of a pair: the order in which they were written. */
const byNumber = (one: PairRow, other: PairRow): number => (one.number ?? 0) - (other.number ?? 0);

function toPair(rows: readonly PairRow[], margin: number): AcceptedPair<StoredText> {
  const [row, ...others] = rows.length > 1 ? [...rows].sort(byNumber) : rows;
  if (!row || row.number === null)
    throw new Error(`Pair ${row?.iteration}/${row?.ordinal} was accepted without a response.`);
  const { edit, score, nearest, verdicts } = row;
  const first = toInstance(row, edit, margin);
  const pair: AcceptedPair<StoredText> = {
    iteration: row.iteration,
    ordinal: row.ordinal,
    strategy: row.strategy,
    instruction: edit?.instruction ?? row.instruction,
    classification: row.classification,
    family: row.family,
    askedCell: row.askedCell,
    cell: row.cell,
    lineage: row.lineage,
    instances: [
      edit ? edited(first, edit) : first,
      ...others.map((other) => toInstance(other, null, margin)),
    ],
    novelty: score === null ? null : { score, nearest },
  };
  return verdicts ? { ...pair, verdicts: verdicts.map(toVerdict) } : pair;
}

/** Thinking led to what the teacher wrote; it does not lead to what somebody put in its place. */
function edited(
  instance: PairInstance<StoredText>,
  { instruction, input, response, turns }: Edit,
): PairInstance<StoredText> {
  const isOther =
    instruction !== undefined || input !== undefined || (response ?? instance.response) !== instance.response;
  return {
    ...instance,
    ...(input !== undefined && { input }),
    ...(response !== undefined && { response, thinking: null }),
    ...(turns &&
      instance.turns && {
        turns: withEdits(instance.turns, turns, isOther),
      }),
  };
}

/**
 * Thinking led to what the teacher wrote, as that of the first response. The response that was shown is the worse one as long as all that was said before
 * it is what it answered: of several that people rewrote in a conversation, the first.
 *
 * @param isOther Whether the first exchange is another than it was.
 */
function withEdits(
  turns: readonly ConversationTurn[],
  edits: readonly TurnEdit[],
  isOther: boolean,
): readonly ConversationTurn[] {
  let saidOther = isOther;
  return editedTurns(turns, edits).map((turn, at) => {
    const written = turns[at]!;
    const isRewritten = turn.response !== written.response;
    saidOther ||= turn.message !== written.message;
    const isPreferred = isRewritten && !saidOther;
    saidOther ||= isRewritten;
    return {
      ...turn,
      ...(isRewritten && { thinking: null }),
      ...(isPreferred && { rejected: { response: written.response, because: 'edited' } as const }),
    };
  });
}

function toInstance(row: PairRow, edit: Edit | null, margin: number): PairInstance<StoredText> {
  const worse = row.samples ? rejectedSample(row.samples, row.number ?? 0, margin) : undefined;
  const rejected = rejectedOf(row.response, row.draft, worse, edit);
  const instance = {
    input: row.input,
    response: row.response,
    call: row.call,
    thinking: row.thinking,
    teacher: row.endpoint === null ? null : { endpoint: row.endpoint, model: row.model },
    prompts: row.prompts,
  };
  return row.turns || rejected
    ? { ...instance, ...(row.turns && { turns: row.turns.map(toTurn) }), ...(rejected && { rejected }) }
    : instance;
}

function toTurn({ message, response, messageCall, call, thinking }: StoredTurn): ConversationTurn {
  return { message, response, messageCall, call, thinking: thinking ?? null };
}

/** A response to another instruction or input than the pair has now says nothing of which is better. */
function rejectedOf(
  written: StoredText,
  draft: string | null,
  worse: string | undefined,
  edit: Edit | null,
): RejectedResponse | undefined {
  if (edit?.instruction !== undefined || edit?.input !== undefined) return undefined;
  if (edit?.response !== undefined && edit.response !== written)
    return { response: written.toString(), because: 'edited' };
  if (worse !== undefined) return { response: worse, because: 'judged' };
  return draft === null ? undefined : { response: draft, because: 'rewritten' };
}

function toVerdict({ reviewer, verdict, reason, at, edit, shown }: VerdictRow): PairVerdict {
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
  const changed = fields.length > 0 || turns.length > 0 ? { before, after } : null;
  return { reviewer, verdict, reason, at: new Date(at).toISOString(), edit: changed };
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
