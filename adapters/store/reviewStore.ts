import { stateAfter } from '../../core/review/applyOutcome';
import type { BatchPolicy, ItemOutcome } from '../../core/review/batch';
import { batchWorkflowId } from '../../core/review/batchName';
import { runTag } from '../../core/vocabulary/runTag';
import type { NewReviewItem } from '../../core/review/drawBatches';
import { gatherItems, type BatchSizes } from '../../core/review/gatherItems';
import type { GatheringBatch } from '../../core/run/iteration';
import type { PeopleCounts } from '../../core/review/statistics';
import type { Edit, Verdict } from '../../core/vocabulary/verdict';
import { addFunnels, emptyFunnel, type CandidateState, type Funnel } from '../../core/vocabulary/funnel';
import { storableJson } from '../../core/foundations/text/storable';
import { sum } from '../../core/foundations/statistics/mean';
import type { Database, Queryable } from './database';
import { ReviewReads } from './reviewReads';

/**
 * The newest of run $1's review decisions on a candidate `c` up to a watermark, an SQL expression, as `reviewed`; nulls where
 * people decided nothing. What an iteration reads of a candidate is `committedState`, never its `state`, which is as of now.
 */
export function reviewedUpTo(watermark: string): string {
  return `left join lateral (
    select rd.state, rd.edit, rd.by_reviewer from review_decisions rd
    where (rd.run_key, rd.iteration, rd.ordinal) = (c.run_key, c.iteration, c.ordinal) and rd.watermark <= ${watermark}
    order by rd.watermark desc limit 1) reviewed on true`;
}

/** With `reviewedUpTo`: the state of a candidate `c` as of that watermark. */
export const reviewedState = 'coalesce(reviewed.state, c.committed_state, c.state)';

/** A watermark that everything that people decided is below. */
export const everythingReviewed = 2 ** 31 - 1;

export interface AppliedReview {
  /** How many times what people decided has been applied to the run. */
  readonly watermark: number;
  /** What that changed: added to the run's funnel. States may be negative; `proposed` is 0, and the states add up to it. */
  readonly funnel: Funnel;
}

interface ReviewedRow {
  item: number;
  iteration: number;
  ordinal: number;
  committed: CandidateState;
  /** What rejected it, where something did. */
  filter: string | null;
  state: CandidateState;
  edit: Edit | null;
  by: string | null;
}

type Row = Record<string, unknown>;

/** Batches for people to look at, and what their verdicts make of a run. */
export class ReviewStore {
  constructor(private readonly database: Database) {}

  /**
   * Makes the outcome of a closed batch the run's, in one transaction under the run's lock: from the watermark that this returns
   * on, plans and pools go by it. Repeated, it changes nothing and returns the same. A batch that was reopened, and closed with
   * another outcome, is applied again. A batch that there is not, or that is open, changes nothing.
   *
   * @param watermark The one that the run expects to come next, which returns all that was applied from it on. Null: whichever
   *   comes next, for a run that has ended.
   */
  async apply({
    runKey,
    batch,
    watermark,
  }: {
    readonly runKey: string;
    readonly batch: number;
    readonly watermark: number | null;
  }): Promise<AppliedReview> {
    return this.database.transaction(async (connection) => {
      await connection.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [runKey]);
      const { rows } = await connection.query<{ outcome: ItemOutcome[] | null; applied: number | null }>(
        'select outcome, applied from review_batches where run_key = $1 and batch = $2',
        [runKey, batch],
      );
      const { outcome = null, applied = null } = rows[0] ?? {};
      const own = outcome && (applied ?? (await applyOutcome(connection, runKey, batch, outcome)));
      return sumOfApplications(connection, runKey, watermark ?? own ?? everythingReviewed);
    });
  }

  /** What people said, for the report to be made of; undefined where nothing was drawn for them. */
  async counts(runKey: string): Promise<PeopleCounts | undefined> {
    const [batches, items, verdicts, passed, open] = await Promise.all([
      this.database.query<{ batch: number; closed: boolean }>(
        'select batch, closed_at is not null as closed from review_batches where run_key = $1 and not gathers order by batch',
        [runKey],
      ),
      this.database.query<PeopleCounts['items'][number] & Row>(
        `select batch, item, kind, expected, probability, drawn_by as "drawnBy" from review_items
         where run_key = $1 order by batch, item`,
        [runKey],
      ),
      this.database.query<PeopleCounts['verdicts'][number] & Row>(
        `select batch, item, reviewer, revision, verdict, flagged, seconds, assisted, settles from verdicts
         where run_key = $1 order by batch, item, given_at, reviewer, revision`,
        [runKey],
      ),
      this.database.query<{ passed: number; rejected: number }>(
        `select count(*) filter (where committed_state in ('accepted', 'awaitingReview')) as passed,
           count(*) filter (where committed_state = 'rejected' and exists (select from responses r
             where (r.run_key, r.iteration, r.ordinal) = (c.run_key, c.iteration, c.ordinal))) as rejected
         from candidates c where run_key = $1`,
        [runKey],
      ),
      new ReviewReads(this.database).batches(runKey, undefined, 'open'),
    ]);
    if (batches.rows.length === 0) return undefined;
    return {
      batches: batches.rows,
      items: items.rows,
      verdicts: verdicts.rows,
      waiting: sum(open.map((batch) => batch.items - batch.decided)),
      passed: passed.rows[0]?.passed ?? 0,
      rejected: passed.rows[0]?.rejected ?? 0,
    };
  }
}

/** What a commit left for people. */
export interface SavedBatches {
  /** Numbers of the batches that they are to be handed. */
  readonly opened: readonly number[];
  readonly gathering: GatheringBatch | null;
}

/**
 * Keeps what one commit drew: as batches, numbered from where the run's are, or added to the batch that gathers. The caller holds the run's lock,
 * which makes the numbers those of the order of commits.
 */
export async function saveBatches(
  connection: Queryable,
  { runKey, iteration }: { readonly runKey: string; readonly iteration: number },
  drawn: readonly (readonly NewReviewItem[])[],
  policy: BatchPolicy,
  sizes: BatchSizes,
): Promise<SavedBatches> {
  const { rows } = await connection.query<{
    workflow_id: string;
    next: number;
    gathers: number | null;
    items: number;
  }>(
    `select runs.workflow_id, (select coalesce(max(b.batch) + 1, 0) from review_batches b where b.run_key = runs.run_key) as next,
       g.batch as gathers, (select count(*)::int from review_items i where (i.run_key, i.batch) = (runs.run_key, g.batch)) as items
     from runs left join review_batches g on g.run_key = runs.run_key and g.gathers where runs.run_key = $1`,
    [runKey],
  );
  const {
    workflow_id: run,
    next,
    gathers,
    items,
  } = rows[0] ?? { workflow_id: '', next: 0, gathers: null, items: 0 };
  const { added, batches, isOpened } = gatherItems(items, drawn, sizes);
  let free = next;
  const insert = async (of: readonly NewReviewItem[], isGathering: boolean): Promise<number> => {
    const batch = free++;
    await insertBatch(connection, { runKey, iteration, run, batch, policy, isGathering }, of);
    return batch;
  };
  if (gathers !== null) await insertItems(connection, runKey, gathers, added);
  const gathering = gathers ?? (added.length > 0 ? await insert(added, true) : null);
  if (gathering !== null && isOpened) await openBatch(connection, runKey, gathering);
  const opened = gathering !== null && isOpened ? [gathering] : [];
  for (const batch of batches) opened.push(await insert(batch, false));
  return {
    opened,
    gathering: gathering === null || isOpened ? null : { batch: gathering, items: items + added.length },
  };
}

/** A batch of its own, whatever gathers. @param run Workflow id of the run. */
export async function insertBatch(
  connection: Queryable,
  {
    runKey,
    iteration,
    run,
    batch,
    policy,
    isGathering,
  }: {
    readonly runKey: string;
    readonly iteration: number;
    readonly run: string;
    readonly batch: number;
    readonly policy: BatchPolicy;
    readonly isGathering: boolean;
  },
  items: readonly NewReviewItem[],
): Promise<void> {
  await connection.query(
    'insert into review_batches (run_key, batch, iteration, workflow_id, policy, gathers) values ($1, $2, $3, $4, $5, $6)',
    [
      runKey,
      batch,
      iteration,
      batchWorkflowId(run, batch, runTag(runKey)),
      storableJson(policy),
      isGathering,
    ],
  );
  await insertItems(connection, runKey, batch, items);
}

/** From here on people have a batch, and nothing is added to it. Safe to be done again. */
export async function openBatch(connection: Queryable, runKey: string, batch: number): Promise<void> {
  await connection.query(
    'update review_batches set gathers = false, opened_at = now() where run_key = $1 and batch = $2 and gathers',
    [runKey, batch],
  );
}

async function insertItems(
  connection: Queryable,
  runKey: string,
  batch: number,
  items: readonly NewReviewItem[],
): Promise<void> {
  if (items.length === 0) return;
  await connection.query(
    `insert into review_items (run_key, batch, item, kind, iteration, ordinal, instruction, input, response, drawn_by, probability,
       expected, needed, assigned, turns)
     select $1, $2, i.item, i.kind, i.iteration, i.ordinal, i.instruction, i.input, i.response, i."drawnBy", i.probability,
       i.expected, i.needed, i.assigned, i.turns
     from jsonb_to_recordset($3) as i(item int, kind text, iteration int, ordinal int, instruction text, input text, response text,
       "drawnBy" text, probability float8, expected text, needed int, assigned jsonb, turns jsonb)`,
    [runKey, batch, storableJson(items)],
  );
}

/** Writes the decisions of an outcome under the run's next watermark, which it returns. */
async function applyOutcome(
  connection: Queryable,
  runKey: string,
  batch: number,
  outcomes: readonly ItemOutcome[],
): Promise<number> {
  const { rows: last } = await connection.query<{ watermark: number }>(
    'select coalesce(max(watermark), 0) as watermark from review_applications where run_key = $1',
    [runKey],
  );
  const watermark = (last[0]?.watermark ?? 0) + 1;
  const { rows } = await connection.query<ReviewedRow>(
    // What was drawn from the dataset was accepted then, whatever it was at its commit.
    `select i.item, i.iteration, i.ordinal,
       case when i.drawn_by = 'counterfactual' then 'accepted' else coalesce(c.committed_state, c.state) end as committed,
       c.decided_by as filter, ${reviewedState} as state, reviewed.edit, reviewed.by_reviewer as by
     from review_items i join candidates c using (run_key, iteration, ordinal) ${reviewedUpTo('$3')}
     where i.run_key = $1 and i.batch = $2 and i.kind in ('sample', 'rejection') order by i.item`,
    [runKey, batch, everythingReviewed],
  );
  const said = await decisiveVerdicts(connection, runKey, batch, outcomes);
  const outcomeOf = new Map(outcomes.map((outcome) => [outcome.item, outcome]));
  const decisions = rows.flatMap(
    ({ item, iteration, ordinal, committed, filter, state: before, edit: editBefore, by: byBefore }) => {
      const outcome = outcomeOf.get(item);
      if (!outcome) return [];
      const verdict = said.get(item);
      const state = stateAfter(committed, outcome.outcome);
      const edit = (state === 'accepted' && verdict?.verdict === 'edit' && verdict.edit) || null;
      // An approval that changes no state is kept too: an approved pair is a better example than one that nobody saw.
      const isNew =
        state !== before ||
        storableJson(edit) !== storableJson(editBefore) ||
        (state === 'accepted' && outcome.by !== byBefore);
      if (!isNew) return [];
      const reason = verdict?.reason ?? (outcome.by === null ? 'nobody decided in time' : null);
      return [{ item, iteration, ordinal, filter, before, state, reason, edit, by: outcome.by }];
    },
  );
  await connection.query(
    `insert into review_decisions (run_key, watermark, iteration, ordinal, batch, item, state, reason, edit, by_reviewer)
     select $1, $2, d.iteration, d.ordinal, $3, d.item, d.state, d.reason, d.edit, d.by
     from jsonb_to_recordset($4) as d(item int, iteration int, ordinal int, state text, reason text, edit jsonb, by text)`,
    [runKey, watermark, batch, storableJson(decisions)],
  );
  // Why a filter rejected something stays known, also where people take it back.
  await connection.query(
    `update candidates c set state = d.state,
       decided_by = case when c.committed_state = 'rejected' then c.decided_by when d.state in ('declined', 'abandoned') then 'review' end,
       reason = case when c.committed_state = 'rejected' then c.reason when d.state in ('declined', 'abandoned') then d.reason end
     from jsonb_to_recordset($2) as d(iteration int, ordinal int, state text, reason text)
     where c.run_key = $1 and (c.iteration, c.ordinal) = (d.iteration, d.ordinal)`,
    [runKey, storableJson(decisions)],
  );
  const delta: Record<string, number> = { ...emptyFunnel };
  const rejected: Record<string, number> = {};
  for (const { before, state, filter } of decisions) {
    delta[before] = (delta[before] ?? 0) - 1;
    delta[state] = (delta[state] ?? 0) + 1;
    const change = Number(state === 'rejected') - Number(before === 'rejected');
    if (filter !== null && change !== 0) rejected[filter] = (rejected[filter] ?? 0) + change;
  }
  await connection.query(
    'insert into review_applications (run_key, watermark, batch, delta, rejected_delta) values ($1, $2, $3, $4, $5)',
    [runKey, watermark, batch, storableJson(delta), storableJson(rejected)],
  );
  await connection.query('update review_batches set applied = $3 where run_key = $1 and batch = $2', [
    runKey,
    batch,
    watermark,
  ]);
  return watermark;
}

/** The verdict by which each item was decided, with its edit. */
async function decisiveVerdicts(
  connection: Queryable,
  runKey: string,
  batch: number,
  outcomes: readonly ItemOutcome[],
): Promise<ReadonlyMap<number, Pick<Verdict, 'verdict' | 'reason' | 'edit'>>> {
  const { rows } = await connection.query<{
    item: number;
    verdict: Verdict['verdict'];
    reason: string | null;
    edit: Edit | null;
  }>(
    `select v.item, v.verdict, v.reason, v.edit
     from jsonb_to_recordset($3) as o(item int, by text, revision int) join verdicts v
       on (v.run_key, v.batch, v.item, v.reviewer, v.revision) = ($1, $2, o.item, o.by, o.revision)`,
    [runKey, batch, storableJson(outcomes)],
  );
  return new Map(
    rows.map(({ item, verdict, reason, edit }) => [
      item,
      { verdict, ...(reason !== null && { reason }), ...(edit !== null && { edit }) },
    ]),
  );
}

async function sumOfApplications(
  connection: Queryable,
  runKey: string,
  from: number,
): Promise<AppliedReview> {
  const { rows } = await connection.query<{ watermark: number; delta: Funnel }>(
    'select watermark, delta from review_applications where run_key = $1 order by watermark',
    [runKey],
  );
  const since = rows.filter(({ watermark }) => watermark >= from);
  return {
    watermark: rows.at(-1)?.watermark ?? 0,
    funnel: since.reduce((sum: Funnel, { delta }) => addFunnels(sum, delta), emptyFunnel),
  };
}
