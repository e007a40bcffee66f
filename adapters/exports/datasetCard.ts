import { datasetCard as cardOf } from '../../core/run/card/datasetCard';
import { peopleReport } from '../../core/review/statistics';
import type { Database } from '../store/database';
import { ReviewStore } from '../store/reviewStore';
import { RunStore } from '../store/runStore';
import type { WrittenSplits } from './exportFolder';

/** The card of what was exported of a run, from what the store knows of it. */
export async function datasetCard(
  database: Database,
  runKey: string,
  { dataset, splits }: WrittenSplits,
): Promise<string> {
  const runs = new RunStore(database);
  const [{ setup, materials }, status, counts, filters] = await Promise.all([
    runs.load(runKey),
    runs.status(runKey),
    new ReviewStore(database).counts(runKey),
    database.query<{ name: string; scored: number; rejected: number }>(
      `select filter as name, count(*) as scored, count(*) filter (where not passed) as rejected from (
         select filter, iteration, ordinal, bool_and(passed) as passed from scores where run_key = $1 group by 1, 2, 3) by_candidate
       group by filter order by filter`,
      [runKey],
    ),
  ]);
  if (!status) throw new Error(`Run ${runKey} is not in the store.`);
  const people = counts ? peopleReport(counts) : null;
  return cardOf({ dataset, splits, setup, materials, status, people, filters: filters.rows });
}
