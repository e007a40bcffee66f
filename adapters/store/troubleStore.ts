import { storableJson } from '../../core/foundations/text/storable';
import type { Trouble } from '../../core/foundations/failure/troubles';
import type { Database } from './database';

interface TroubleRow extends Omit<Trouble, 'since' | 'lastAt'> {
  readonly since: Date;
  readonly last_at: Date;
}

/** What is away, as the workers that are alive see it. */
export class TroubleStore {
  constructor(private readonly database: Database) {}

  /** What this process sees from now on, and nothing else. */
  async replace(holder: string, shown: ReadonlyMap<string, readonly Trouble[]>): Promise<void> {
    const rows = [...shown].flatMap(([runKey, troubles]) =>
      troubles.map(({ what, message, times, since, lastAt }) => ({
        ...{ run_key: runKey, what, message, times, since },
        last_at: lastAt,
      })),
    );
    await this.database.transaction(async (connection) => {
      await connection.query('delete from troubles where holder = $1', [holder]);
      await connection.query(
        `insert into troubles (holder, run_key, what, message, times, since, last_at)
         select $1, row.* from jsonb_to_recordset($2::jsonb) as
           row (run_key text, what text, message text, times integer, since timestamptz, last_at timestamptz)`,
        [holder, storableJson(rows)],
      );
    });
  }

  /** Of several workers that see the same, what lasts longest, counted together. */
  async ofRun(runKey: string): Promise<readonly Trouble[]> {
    const { rows } = await this.database.query<TroubleRow>(
      `select what, (array_agg(message order by last_at desc))[1] as message, sum(times)::int as times,
         min(since) as since, max(last_at) as last_at
       from troubles join holders using (holder) where run_key = $1 and expires_at > now() group by what order by min(since), what`,
      [runKey],
    );
    return rows.map(({ since, last_at, ...row }) => ({
      ...row,
      since: since.toISOString(),
      lastAt: last_at.toISOString(),
    }));
  }
}
