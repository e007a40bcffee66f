import type { RunState } from '../../core/run/status';
import type { Database } from './database';

export interface ListedRun {
  readonly runKey: string;
  /** The workflow id, which is what people call it. */
  readonly name: string;
  readonly state: RunState;
}

/** Runs, newest first: all, or those that have not ended. */
export async function listRuns(
  database: Database,
  which: 'open' | 'all',
  limit: number,
): Promise<ListedRun[]> {
  const { rows } = await database.query<ListedRun>(
    `select run_key as "runKey", workflow_id as name, state from runs
     where kind = 'run' and ($1 or ended_at is null) order by created_at desc, run_key limit $2`,
    [which === 'all', limit],
  );
  return rows;
}
