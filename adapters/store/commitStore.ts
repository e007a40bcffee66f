import { storableJson } from '../../core/foundations/text/storable';
import type { RecordedResult } from '../../core/vocabulary/filterResult';
import {
  addFunnels,
  assertBalanced,
  emptyFunnel,
  funnelOf,
  type CandidateState,
  type Funnel,
} from '../../core/vocabulary/funnel';
import type { IterationInput, IterationOutcome } from '../../core/run/iteration';
import type { BatchPolicy } from '../../core/review/batch';
import type { NewReviewItem } from '../../core/review/drawBatches';
import type { BatchSizes } from '../../core/review/gatherItems';
import type { Reviewable } from '../../core/review/sampling';
import type { Turn } from '../../core/vocabulary/conversation';
import type { Lineage } from '../../core/vocabulary/lineage';
import { saveResults, saveStates } from './candidateWrites';
import { budgetLinesOf } from './budgets';
import { carryCost, costNow } from './costStore';
import type { Database, Queryable } from './database';
import { mostSimilar } from './mostSimilar';
import { saveBatches, type SavedBatches } from './reviewStore';

export interface CommitDecision {
  readonly ordinal: number;
  readonly state: CandidateState;
  readonly decidedBy: string | null;
  readonly reason: string | null;
  readonly result: RecordedResult | null;
}

/** How a commit has people look at a part of what it decides. */
export interface CommitReview {
  readonly draw: (candidates: readonly Reviewable[]) => readonly (readonly NewReviewItem[])[];
  readonly policy: BatchPolicy;
  /** Fewest items of a batch that people are handed, and the most. */
  readonly sizes: BatchSizes;
  /** Whether what was drawn waits for them, instead of being accepted meanwhile. */
  readonly isGate: boolean;
}

export interface CommitDecisions {
  readonly decisions: readonly CommitDecision[];
  readonly health: IterationOutcome['health'];
}

export interface CommitCandidate {
  readonly ordinal: number;
  readonly instruction: string;
  /** Null where it was written together with the response. */
  readonly input: string | null;
  readonly lineage: Lineage;
  readonly family: string | null;
  readonly identity: string | null;
  /** The judge's score; null where none was asked. */
  readonly quality: number | null;
  /** Neighbours that the judge called other tasks. */
  readonly judgedOther: readonly string[];
  /** Whether at least one of its responses was kept. */
  readonly answered: boolean;
}

/** The end of an iteration: every candidate has its state, and people get what they are to look at. */
export class CommitStore {
  constructor(private readonly database: Database) {}

  /**
   * Decides what an iteration comes to, after its predecessor and before its successor. It is decided without holding anything, since that
   * takes models and time, and written in one transaction under the run's lock, if it is still about what was decided. Repeated, it returns
   * what was decided; what the run has cost is as of now.
   *
   * @param review Draws what people look at; left out where nobody does.
   */
  async commit(
    input: IterationInput,
    decide: (candidates: readonly CommitCandidate[]) => Promise<CommitDecisions>,
    review?: CommitReview,
  ): Promise<IterationOutcome> {
    for (;;) {
      const { outcome } = await iterationToCommit(this.database, input);
      if (outcome) return this.told(input, outcome);
      const candidates = await openCandidates(this.database, input);
      const decided = await decide(candidates);
      const written = await this.database.transaction((connection) =>
        write(connection, input, candidates, decided, review),
      );
      if (written) return this.told(input, written);
    }
  }

  private async told({ runKey }: IterationInput, outcome: IterationOutcome): Promise<IterationOutcome> {
    const budget = await budgetLinesOf(this.database, runKey);
    const runCost = await costNow(this.database, runKey);
    return { ...outcome, runCost, ...(budget.length > 0 && { budget }) };
  }
}

/** @throws Error where the iteration can't be committed yet. */
async function iterationToCommit(
  connection: Queryable,
  { runKey, iteration }: IterationInput,
): Promise<{ readonly outcome: IterationOutcome | null; readonly works: number }> {
  const { rows } = await connection.query<{
    outcome: IterationOutcome | null;
    works: number;
    predecessor: boolean;
  }>(
    `select outcome, json_array_length(plan) as works, (iteration = 0 or exists (select from iterations p where p.run_key = i.run_key
                       and p.iteration = i.iteration - 1 and p.committed_at is not null)) as predecessor
     from iterations i where run_key = $1 and iteration = $2`,
    [runKey, iteration],
  );
  const row = rows[0];
  if (!row) throw new Error(`Iteration ${iteration} of ${runKey} has no plan: it cannot be committed.`);
  if (!row.outcome && !row.predecessor)
    throw new Error(`Iteration ${iteration} of ${runKey} cannot be committed before its predecessor.`);
  return row;
}

async function openCandidates(
  connection: Queryable,
  { runKey, iteration }: IterationInput,
): Promise<readonly CommitCandidate[]> {
  const { rows } = await connection.query<CommitCandidate>(
    `select ordinal, instruction, input, family, identity, lineage, (select max(s.score) from scores s where (s.run_key, s.iteration, s.ordinal)
              = (c.run_key, c.iteration, c.ordinal) and s.stage = 'judge') as quality,
       coalesce((select s.evidence -> 'other' from scores s where (s.run_key, s.iteration, s.ordinal) = (c.run_key, c.iteration, c.ordinal)
                 and s.stage = 'compare'), '[]') as "judgedOther", exists (select from responses r where (r.run_key, r.iteration, r.ordinal)
              = (c.run_key, c.iteration, c.ordinal) and r.kept) as answered
     from candidates c where run_key = $1 and iteration = $2 and state = 'open' order by ordinal`,
    [runKey, iteration],
  );
  return rows;
}

/** Undefined where other candidates are open than were decided of: then nothing is written. */
async function write(
  connection: Queryable,
  input: IterationInput,
  decidedOf: readonly CommitCandidate[],
  { decisions, health }: CommitDecisions,
  review: CommitReview | undefined,
): Promise<IterationOutcome | undefined> {
  const { runKey, iteration } = input;
  await connection.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [runKey]);
  const { outcome: earlier, works } = await iterationToCommit(connection, input);
  if (earlier) return earlier;
  const { rows: open } = await connection.query<{ ordinal: number }>(
    `select ordinal from candidates where run_key = $1 and iteration = $2 and state = 'open' order by ordinal`,
    [runKey, iteration],
  );
  const isSame =
    open.length === decidedOf.length && open.every(({ ordinal }, at) => ordinal === decidedOf[at]?.ordinal);
  if (!isSame) return undefined;

  await saveStates(connection, input, decisions);
  const results = decisions.flatMap(({ ordinal, result }) =>
    result ? [{ ...result, ordinal, response: -1 }] : [],
  );
  await saveResults(connection, input, 'commit', results);

  const { opened: reviews, gathering } = review
    ? await drawReviews(connection, input, review)
    : { opened: [], gathering: null };
  const { rows: ended } = await connection.query<{ state: CandidateState; decided_by: string | null }>(
    `update candidates c set committed_state = state, (novelty_score, novelty_nearest) = (${mostSimilar})
     where run_key = $1 and iteration = $2 returning state, decided_by`,
    [runKey, iteration],
  );
  const funnel = funnelOf(ended.map(({ state }) => state));
  assertBalanced(funnel, `iteration ${iteration}`);
  const outcome: IterationOutcome = {
    ...{ iteration, works, funnel, reviews },
    ...(gathering && { gathering }),
    ...(health && { health }),
  };
  const before = await committedThrough(connection, runKey, iteration - 1);
  const by = {
    rejected: { ...before.rejected } as Record<string, number>,
    quarantined: { ...before.quarantined } as Record<string, number>,
  };
  for (const { state, decided_by: filter } of ended)
    if ((state === 'rejected' || state === 'quarantined') && filter !== null)
      by[state][filter] = (by[state][filter] ?? 0) + 1;
  await connection.query(
    `update iterations set stage = 'committed', outcome = $3, committed_at = now(), funnel_through = $4, rejected_through = $5,
       quarantined_through = $6
     where run_key = $1 and iteration = $2`,
    [
      runKey,
      iteration,
      storableJson(outcome),
      storableJson(addFunnels(before.funnel, funnel)),
      storableJson(by.rejected),
      storableJson(by.quarantined),
    ],
  );
  await carryCost(connection, runKey, iteration);
  return outcome;
}

/** What an iteration's commit and all those before it came to, by their own decisions. */
async function committedThrough(
  connection: Queryable,
  runKey: string,
  iteration: number,
): Promise<CommittedThrough> {
  const { rows } = await connection.query<CommittedThrough>(
    `select funnel_through as funnel, rejected_through as rejected, coalesce(quarantined_through, '{}') as quarantined
     from iterations where run_key = $1 and iteration = $2`,
    [runKey, iteration],
  );
  return rows[0] ?? { funnel: emptyFunnel, rejected: {}, quarantined: {} };
}

interface CommittedThrough {
  readonly funnel: Funnel;
  /** Candidates, by the filter that decided. */
  readonly rejected: Readonly<Record<string, number>>;
  readonly quarantined: Readonly<Record<string, number>>;
}

/** Draws and keeps what people look at of an iteration whose candidates have their states. */
async function drawReviews(
  connection: Queryable,
  { runKey, iteration }: IterationInput,
  { draw, policy, sizes, isGate }: CommitReview,
): Promise<SavedBatches> {
  const { rows } = await connection.query<Omit<Reviewable, 'turns'> & { turns: readonly Turn[] | null }>(
    `select c.ordinal, c.state, c.instruction, r.input, r.text as response, c.family, c.cell,
       (select jsonb_agg(jsonb_build_object('message', turn ->> 'message', 'response', turn ->> 'response') order by at)
        from jsonb_array_elements(r.turns) with ordinality as own(turn, at)) as turns,
       (select coalesce(jsonb_agg(jsonb_build_object('filter', s.filter, 'score', s.score, 'passed', s.passed,
                 'spread', case when s.stage = 'judge' and jsonb_typeof(s.evidence -> 'spread') = 'number' then s.evidence -> 'spread' end,
                 'doubt', coalesce(s.evidence -> 'doubt' = 'true', false)) order by s.stage, s.response, s.filter), '[]')
        from scores s where (s.run_key, s.iteration, s.ordinal) = (c.run_key, c.iteration, c.ordinal)
          -- What was said of samples that another was chosen before says nothing of the pair.
          and not exists (select from responses other, responses kept
            where (other.run_key, other.iteration, other.ordinal, other.response) = (s.run_key, s.iteration, s.ordinal, s.response)
              and (kept.run_key, kept.iteration, kept.ordinal) = (s.run_key, s.iteration, s.ordinal) and kept.kept and not other.kept
              and coalesce(kept.sample_of, kept.response) = coalesce(other.sample_of, other.response))) as scores
     from candidates c
     join lateral (
       select input, text, turns from responses r
       where (r.run_key, r.iteration, r.ordinal) = (c.run_key, c.iteration, c.ordinal)
       order by r.kept desc, r.response limit 1) r on true
     where c.run_key = $1 and c.iteration = $2 and c.state in ('accepted', 'rejected') and c.instruction is not null
     order by c.ordinal`,
    [runKey, iteration],
  );
  const batches = draw(rows.map(({ turns, ...row }) => ({ ...row, ...(turns && { turns }) })));
  if (isGate) {
    const waiting = batches.flat().filter(({ kind }) => kind === 'sample');
    await connection.query(
      `update candidates set state = 'awaitingReview' where run_key = $1 and iteration = $2 and ordinal = any($3)`,
      [runKey, iteration, waiting.map(({ ordinal }) => ordinal)],
    );
  }
  return saveBatches(connection, { runKey, iteration }, batches, policy, sizes);
}
