import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { openDatabase, type Database, type Queryable } from './database';
import type { RunMoment } from './datasetVersions';
import { openBatch } from './reviewStore';

/** What a run's iterations write. */
const written = [
  'iterations',
  'candidates',
  'responses',
  'scores',
  'review_batches',
  'review_items',
] as const;
/** What people said of them. */
const said = ['verdicts', 'review_decisions', 'review_applications'] as const;

/** What the names of such schemas begin with. */
const prefix = 'seedbed_again_';

/** A run's iterations a second time, beside the first: empty tables of their own, everything else as the store has it. */
export interface SecondRun {
  /** The store, with these tables in the place of its own. */
  readonly database: Database;
  /** Removes them. */
  readonly close: () => Promise<void>;
}

/**
 * Opens a place where a run's iterations can be decided again: a schema with tables of its own for what they write, before the store's on the way on which
 * tables are looked for. Ledger, snapshots and vectors are the store's. What people said is there as of a moment. What processes that were killed left
 * of this kind is removed first.
 */
export async function openSecondRun(
  store: Database,
  url: string,
  { runKey, moment, at }: { readonly runKey: string; readonly moment: RunMoment; readonly at: Date },
): Promise<SecondRun> {
  const schema = `${prefix}${randomUUID().slice(0, 8)}`;
  const { rows } = await store.query<{ own: string }>('select current_schema() as own');
  const own = rows[0]?.own ?? 'public';
  const database = openDatabase(withSearchPath(url, `${schema},${own}`), 4);
  const holder = await holdSchemas(url);
  const close = async (): Promise<void> => {
    await database.close();
    await store.query(`drop schema if exists ${schema} cascade`);
    await holder.close();
  };
  try {
    await holder.removeAbandoned();
    await holder.hold(schema);
    await store.query(`create schema ${schema}`);
    for (const table of [...written, ...said])
      await store.query(`create table ${schema}.${table} (like ${own}.${table} including all)`);
    await store.query(
      `insert into ${schema}.review_applications select * from ${own}.review_applications where run_key = $1 and watermark <= $2`,
      [runKey, moment.reviewed],
    );
    await store.query(
      `insert into ${schema}.review_decisions select * from ${own}.review_decisions where run_key = $1 and watermark <= $2`,
      [runKey, moment.reviewed],
    );
    await store.query(
      `insert into ${schema}.verdicts select * from ${own}.verdicts where run_key = $1 and given_at <= $2`,
      [runKey, at],
    );
    return { database, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/**
 * Before an iteration commits again: hands out the batch that gathers where the run had done so before it committed, since what waits for nobody but people,
 * and a run's end, hand out what there is. Verdicts are kept by batch and item, so both must come out as they were.
 */
export async function handOutAsBefore(
  store: Queryable,
  second: Queryable,
  runKey: string,
  iteration: number,
): Promise<void> {
  const { rows } = await second.query<{ batch: number }>(
    'select batch from review_batches where run_key = $1 and gathers',
    [runKey],
  );
  for (const { batch } of rows) {
    const { rows: later } = await store.query(
      'select from review_items where run_key = $1 and batch = $2 and iteration >= $3 limit 1',
      [runKey, batch, iteration],
    );
    if (later.length === 0) await openBatch(second, runKey, batch);
  }
}

/** A connection that holds schemas by advisory locks, which end with its process: what nobody holds was left behind. */
async function holdSchemas(url: string) {
  const client = new Client({ connectionString: url, keepAlive: true });
  client.on('error', () => undefined); // what is lost with it is the lock alone
  await client.connect();
  const tryLock = async (schema: string): Promise<boolean> => {
    const { rows } = await client.query<{ held: boolean }>(
      'select pg_try_advisory_lock(hashtextextended($1, 4)) as held',
      [schema],
    );
    return rows[0]?.held ?? false;
  };
  return {
    hold: tryLock,
    /** Its lock is kept until the end, so that of two that clean up one does. */
    async removeAbandoned(): Promise<void> {
      const { rows } = await client.query<{ name: string }>(
        'select nspname as name from pg_namespace where starts_with(nspname, $1) and pg_get_userbyid(nspowner) = current_user',
        [prefix],
      );
      for (const { name } of rows)
        if (await tryLock(name))
          await client.query(`drop schema if exists ${client.escapeIdentifier(name)} cascade`);
    },
    close: () => client.end(),
  };
}

/** The states that people's decisions left candidates in, as applying them did. What has no response here, since its answer is gone, is left as it is. */
export async function applyDecisions(database: Database, runKey: string): Promise<void> {
  await database.query(
    `update candidates c set state = d.state from (
       select distinct on (iteration, ordinal) iteration, ordinal, state from review_decisions
       where run_key = $1 order by iteration, ordinal, watermark desc) d
     where c.run_key = $1 and (c.iteration, c.ordinal) = (d.iteration, d.ordinal)
       and exists (select from responses r where (r.run_key, r.iteration, r.ordinal) = (c.run_key, c.iteration, c.ordinal))`,
    [runKey],
  );
}

function withSearchPath(url: string, searchPath: string): string {
  const parsed = new URL(url);
  const before = parsed.searchParams.get('options');
  parsed.searchParams.set('options', `${before ? `${before} ` : ''}-c search_path=${searchPath}`);
  return parsed.href;
}
