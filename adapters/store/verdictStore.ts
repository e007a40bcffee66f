import type { BatchItem, BatchPolicy, ItemOutcome, KnownVerdict } from '../../core/review/batch';
import type { BatchStatistics } from '../../core/review/batchStatistics';
import type { ShownItem } from '../../core/review/excerpt';
import type { ReviewItem } from '../../core/review/reviewItem';
import { remembered } from '../../core/review/saying';
import type { Verdict } from '../../core/vocabulary/verdict';
import { storableJson } from '../../core/foundations/text/storable';
import type { Database } from './database';
import { verdictColumns, verdictOf, type VerdictRow } from './verdictRow';

/** A batch as its workflow begins with it. */
export interface StoredBatchItems {
  readonly policy: BatchPolicy;
  readonly items: readonly (BatchItem & Pick<ReviewItem, 'kind' | 'expected'>)[];
  /** The first ones with their texts. */
  readonly first: readonly ShownItem[];
}

/** Batches as their workflows see them: what is in them, what people said, how they ended. */
export class VerdictStore {
  constructor(private readonly database: Database) {}

  /** @throws where the store has no such batch. */
  async load(runKey: string, batch: number, shown: number): Promise<StoredBatchItems> {
    const { rows: batches } = await this.database.query<{ policy: BatchPolicy }>(
      `update review_batches set due_at = coalesce(due_at, now() + (policy ->> 'timeoutMs')::float8 * interval '1 millisecond')
       where run_key = $1 and batch = $2 returning policy`,
      [runKey, batch],
    );
    if (!batches[0]) throw new Error(`The store has no batch ${batch} of ${runKey}.`);
    const { rows: items } = await this.database.query<StoredBatchItems['items'][number]>(
      `select item, needed, assigned, kind, expected, 1 + jsonb_array_length(coalesce(turns, '[]')) as exchanges
       from review_items where run_key = $1 and batch = $2 order by item`,
      [runKey, batch],
    );
    const { rows: first } = await this.database.query<StoredBatchItems['first'][number]>(
      'select item, instruction, input, response, turns from review_items where run_key = $1 and batch = $2 order by item limit $3',
      [runKey, batch, shown],
    );
    return { policy: batches[0].policy, items, first };
  }

  /** Keeps verdicts for ever. One that is there already stays as it is. */
  async record(runKey: string, batch: number, verdicts: readonly Verdict[]): Promise<void> {
    await this.database.query(
      `insert into verdicts (run_key, batch, item, reviewer, revision, verdict, reason, edit, flagged, seconds, assisted, settles, given_at)
       select $1, $2, v.item, v.reviewer, v.revision, v.verdict, v.reason, v.edit, coalesce(v.flagged, false), v.seconds,
         coalesce(v.assisted, false), coalesce(v.settles, false), to_timestamp(v.at / 1000.0)
       from jsonb_to_recordset($3) as v(item int, reviewer text, revision int, verdict text, reason text, edit jsonb, flagged boolean,
         seconds float8, assisted boolean, settles boolean, at float8)
       on conflict do nothing`,
      [runKey, batch, storableJson(verdicts)],
    );
  }

  /** Each reviewer's newest verdict on each item, what was taken back too; by item, in the order in which reviewers first came. */
  async newest(runKey: string, batch: number): Promise<KnownVerdict[]> {
    const { rows } = await this.database.query<VerdictRow>(
      `select ${verdictColumns} from (
         select *, min(given_at) over (partition by item, reviewer) as came,
           row_number() over (partition by item, reviewer order by revision desc) as age
         from verdicts where run_key = $1 and batch = $2) v
       where age = 1 order by item, came, reviewer`,
      [runKey, batch],
    );
    return rows.map((row) => remembered(verdictOf(row)));
  }

  async extend(runKey: string, batch: number, dueAt: number): Promise<void> {
    await this.database.query(
      'update review_batches set due_at = to_timestamp($3 / 1000.0) where run_key = $1 and batch = $2',
      [runKey, batch, dueAt],
    );
  }

  /**
   * Writes down how a batch ended. One that was closed before with another outcome is to be applied again. Returns whether its run
   * has ended, so that nobody else will.
   */
  async close(
    runKey: string,
    batch: number,
    outcomes: readonly ItemOutcome[],
    statistics: BatchStatistics,
  ): Promise<{ runHasEnded: boolean }> {
    await this.database.query(
      `update review_batches set closed_at = coalesce(closed_at, now()), outcome = $3, statistics = $4,
         applied = case when outcome = $3::jsonb then applied end
       where run_key = $1 and batch = $2`,
      [runKey, batch, storableJson(outcomes), storableJson(statistics)],
    );
    const { rows } = await this.database.query<{ ended: boolean }>(
      'select ended_at is not null as ended from runs where run_key = $1',
      [runKey],
    );
    return { runHasEnded: rows[0]?.ended ?? true };
  }
}
