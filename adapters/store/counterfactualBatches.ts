import type { BatchPolicy } from '../../core/review/batch';
import {
  counterfactualItems,
  drawnByCounterfactual,
  type ComparedPair,
} from '../../core/review/counterfactualItems';
import type { Recipe } from '../../core/recipe/schema';
import { storableJson } from '../../core/foundations/text/storable';
import type { Database } from './database';
import { everythingReviewed, insertBatch, reviewedUpTo } from './reviewStore';

/** A batch that its run does not know of: whoever makes it starts its workflow. */
export interface CounterfactualBatch {
  /** Workflow id of the run. */
  readonly run: string;
  readonly batch: number;
  readonly workflowId: string;
  readonly items: number;
}

/** Batches of pairs that people see beside the answer about another group. */
export class CounterfactualBatches {
  constructor(private readonly database: Database) {}

  /**
   * Of these pairs, those that people may be shown: the accepted ones that they were not shown like this before, and did not write anew, which
   * the answer about the other group would not be comparable with.
   */
  async showable(runKey: string, pairs: readonly ComparedPair[]): Promise<readonly ComparedPair[]> {
    const { rows } = await this.database.query<{ at: number }>(
      `select (p.at)::int as at
       from jsonb_to_recordset($3) as p(at int, iteration int, ordinal int)
       join candidates c on (c.run_key, c.iteration, c.ordinal) = ($1, p.iteration, p.ordinal) ${reviewedUpTo('$2')}
       where c.state = 'accepted' and reviewed.edit is null and not exists (
         select from review_items i where (i.run_key, i.iteration, i.ordinal) = ($1, p.iteration, p.ordinal) and i.drawn_by = $4)
       order by 1`,
      [
        runKey,
        everythingReviewed,
        storableJson(pairs.map(({ iteration, ordinal }, at) => ({ at, iteration, ordinal }))),
        drawnByCounterfactual,
      ],
    );
    return rows.flatMap(({ at }) => pairs[at] ?? []);
  }

  /** Makes a batch of these pairs, as the run's next one. */
  async make(
    runKey: string,
    pairs: readonly ComparedPair[],
    review: { readonly policy: BatchPolicy; readonly reviewers: NonNullable<Recipe['review']>['reviewers'] },
    seed: number,
  ): Promise<void> {
    await this.database.transaction(async (connection) => {
      await connection.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [runKey]);
      const iteration = Math.max(...pairs.map((pair) => pair.iteration));
      const items = counterfactualItems(pairs, review.reviewers, seed);
      const { rows } = await connection.query<{ run: string; batch: number }>(
        `select workflow_id as run, (select coalesce(max(b.batch) + 1, 0) from review_batches b where b.run_key = runs.run_key) as batch
         from runs where run_key = $1`,
        [runKey],
      );
      const [next] = rows;
      if (!next) throw new Error(`The store has no run ${runKey}.`);
      const { policy } = review;
      await insertBatch(connection, { runKey, iteration, ...next, policy, isGathering: false }, items);
    });
  }

  /** Those that are not closed. */
  async open(runKey: string): Promise<readonly CounterfactualBatch[]> {
    const { rows } = await this.database.query<CounterfactualBatch>(
      `select r.workflow_id as run, b.batch, b.workflow_id as "workflowId", count(*)::int as items
       from review_batches b join runs r using (run_key) join review_items i using (run_key, batch)
       where b.run_key = $1 and b.closed_at is null and i.drawn_by = $2
       group by 1, 2, 3 order by b.batch`,
      [runKey, drawnByCounterfactual],
    );
    return rows;
  }
}
