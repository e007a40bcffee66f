import { storableJson } from '../../core/foundations/text/storable';
import type { FailureNote, LastFailure, Trouble } from '../../core/foundations/failure/troubles';
import type { Database } from './database';

interface TroubleRow extends Omit<Trouble, 'since' | 'lastAt'> {
  readonly since: Date;
  readonly last_at: Date;
}

interface LastFailureRow extends Omit<LastFailure, 'since' | 'lastAt' | 'overAt'> {
  readonly since: Date;
  readonly last_at: Date;
  readonly over_at: Date | null;
}

/** What is away, as the workers that are alive see it; and what failed last. */
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

  /** Adds to what is known of what failed last, whichever process saw it; counted anew where it was over. */
  async note(notes: readonly FailureNote[]): Promise<void> {
    const rows = notes.map(({ runKey, lastAt, isNew, isOver, ...note }) => ({
      ...note,
      ...{ run_key: runKey, last_at: lastAt, is_new: isNew, is_over: isOver },
    }));
    await this.database.transaction(async (connection) => {
      const given = `jsonb_to_recordset($1::jsonb) as note (run_key text, what text, model text, message text, times integer,
        since timestamptz, last_at timestamptz, is_new boolean, is_over boolean)`;
      const values = [storableJson(rows)];
      await connection.query(
        `delete from last_failures last using ${given}
         where is_new and (last.run_key, last.what, last.model) = (note.run_key, note.what, note.model)`,
        values,
      );
      await connection.query(
        `insert into last_failures as last (run_key, what, model, message, times, since, last_at)
         select run_key, what, model, message, times, since, last_at from ${given} where times > 0
         on conflict (run_key, what, model) do update
           set message = excluded.message, last_at = excluded.last_at, over_at = null,
               times = case when last.over_at is null then last.times else 0 end + excluded.times,
               since = case when last.over_at is null then last.since else excluded.since end`,
        values,
      );
      await connection.query(
        `update last_failures last set over_at = now() from ${given}
         where is_over and over_at is null and (last.run_key, last.what, last.model) = (note.run_key, note.what, note.model)`,
        values,
      );
    });
  }

  /** What failed last, of each endpoint and model that did, the latest first. */
  async lastOfRun(runKey: string): Promise<readonly LastFailure[]> {
    const { rows } = await this.database.query<LastFailureRow>(
      `select what, model, message, times, since, last_at, over_at from last_failures where run_key = $1
       order by last_at desc, what, model`,
      [runKey],
    );
    return rows.map(({ since, last_at, over_at, ...row }) => ({
      ...row,
      since: since.toISOString(),
      lastAt: last_at.toISOString(),
      overAt: over_at?.toISOString() ?? null,
    }));
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
