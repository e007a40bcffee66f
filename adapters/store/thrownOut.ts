import type { Database } from './database';

/** What threw out most of a run's candidates, why it did so most often, and one of them. */
export interface ThrownOut {
  readonly by: string;
  /** Candidates that it threw out. */
  readonly candidates: number;
  readonly reason: string;
  readonly iteration: number;
  readonly ordinal: number;
  /** What the teacher answered, where that could not be used. */
  readonly raw: string | null;
}

/** Looks at every candidate of the run: for one that has ended. Undefined where none was thrown out. */
export async function mostThrownOut(database: Database, runKey: string): Promise<ThrownOut | undefined> {
  const { rows } = await database.query<ThrownOut>(
    `with thrown as (
         select decided_by, coalesce(reason, '') as reason, iteration, ordinal, raw from candidates
         where run_key = $1 and state in ('rejected', 'quarantined') and decided_by is not null),
       most as (select decided_by, count(*) as candidates from thrown group by 1 order by 2 desc, 1 limit 1),
       why as (
         select reason from thrown join most using (decided_by) group by 1 order by count(*) desc, min(iteration), min(ordinal) limit 1)
     select decided_by as by, candidates::integer as candidates, reason, iteration, ordinal, raw
     from thrown join most using (decided_by) join why using (reason) order by iteration, ordinal limit 1`,
    [runKey],
  );
  return rows[0];
}
