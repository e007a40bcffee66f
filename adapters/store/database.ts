import { DatabaseError, escapeLiteral, Pool, types, type QueryConfig, type QueryResultRow } from 'pg';
import { isError, PassingError } from '../../core/foundations/failure/failure';
import { UserError } from '../../core/foundations/userError';
import { storable } from '../../core/foundations/text/storable';
import { CopyOut, type CopiedFields } from './copyOut';
import { migrations } from './migrations';

/** The advisory lock under which one process at a time changes the schema. */
const migrationLock = 7_233_001;
/**
 * How long a transaction may wait for its process, in milliseconds. One that is stopped, or cut off from the database, says nothing more, and the
 * server would keep its locks for hours, until TCP gives up: meanwhile no other worker could commit, nor renew its share of an endpoint.
 */
const longestSilence = 10_000;

types.setTypeParser(types.builtins.INT8, Number);
types.setTypeParser(types.builtins.NUMERIC, Number);

/** Anything that a statement can be sent to: the pool, or the connection of an open transaction. */
export interface Queryable {
  /** @param name Of a statement that is run often: a connection parses it once. Texts that differ have names that differ. */
  query<Row extends QueryResultRow>(
    text: string,
    values?: unknown[],
    name?: string,
  ): Promise<{ rows: Row[]; rowCount: number | null }>;
}

export interface Database extends Queryable {
  /** Runs `work` in one transaction: committed when it returns, rolled back when it throws, or when it sends nothing for ten seconds. */
  transaction<Result>(work: (connection: Queryable) => Promise<Result>): Promise<Result>;
  /**
   * Rows of a statement that reads many, as of one moment, so many at once, or fewer long ones: the next are on their way while some are used. A connection is its own until
   * the last is read; where nobody wants more before, it is closed.
   */
  stream<Row>(
    text: string,
    values: readonly (string | number)[],
    options: StreamOptions<Row>,
  ): AsyncGenerator<Row[]>;
  close(): Promise<void>;
}

export interface StreamOptions<Row> {
  readonly atOnce: number;
  /** Takes the fields of a row in their order. */
  readonly rowOf: (fields: CopiedFields) => Row;
  /** Of the server, for this statement alone. */
  readonly settings?: Readonly<Record<string, string>>;
}

/**
 * Connects to PostgreSQL. Lost connections are replaced when next needed; a statement that was under way fails, and with it its
 * transaction. Texts among the values are stored as far as PostgreSQL can hold them (`storable`); JSON goes through `storableJson`.
 */
export function openDatabase(url: string, connections = 16, silenceMs = longestSilence): Database {
  // For the transaction alone (`set local`), so that connections may also come from a pool that others use.
  const begin = `begin; set local idle_in_transaction_session_timeout = ${silenceMs}`;
  const pool = new Pool({
    connectionString: url,
    max: connections,
    connectionTimeoutMillis: 10_000,
    keepAlive: true,
  });
  // An idle connection that breaks (the server was restarted) must not end the process; the pool drops it by itself.
  pool.on('error', () => undefined);
  return {
    query: (text, values, name) => pool.query(statement(text, values, name)).catch(throwAway),
    async transaction(work) {
      const connection = await pool.connect().catch(throwAway);
      let broken: Error | undefined;
      // The pool looks after idle connections alone. One that breaks in here must not end the process either: its statement fails.
      const onError = (error: Error): void => void (broken = error);
      connection.on('error', onError);
      try {
        await connection.query(begin);
        const result = await work({
          query: (text, values, name) => connection.query(statement(text, values, name)),
        });
        await connection.query('commit');
        return result;
      } catch (error) {
        await connection.query('rollback').catch(onError); // what can't be rolled back is closed, which does the same
        // A connection that can't roll back is gone: that is what broke, whatever was in hand.
        if (broken) throwAway(error);
        throw asTold(error);
      } finally {
        connection.off('error', onError);
        connection.release(broken);
      }
    },
    stream: (text, values, options) => streamOf(pool, withValues(text, values), options),
    close: () => pool.end(),
  };
}

async function* streamOf<Row>(
  pool: Pool,
  text: string,
  { atOnce, rowOf, settings = {} }: StreamOptions<Row>,
): AsyncGenerator<Row[]> {
  const connection = await pool.connect().catch(throwAway);
  let broken: Error | undefined;
  const onError = (error: Error): void => void (broken = error);
  connection.on('error', onError);
  let isOver = false;
  try {
    // How long the statement takes is whoever reads it's affair.
    const set = Object.entries({ ...settings, statement_timeout: '0' }).map(
      ([name, value]) => `; set local ${name} = ${value}`,
    );
    await connection.query(`begin transaction isolation level repeatable read read only${set.join('')}`);
    const copied = connection.query(new CopyOut<Row>(text, rowOf, atOnce));
    try {
      for (let rows = await copied.next(); rows.length > 0; rows = await copied.next()) yield rows;
    } finally {
      isOver = copied.isOver;
    }
  } catch (error) {
    throwAway(error);
  } finally {
    if (isOver && !broken) await connection.query('rollback').catch(onError); // it has read, and changed nothing
    connection.off('error', onError);
    connection.release(broken ?? !isOver); // one that is still sending is closed
  }
}

/** A statement with its values in it. */
function withValues(text: string, values: readonly (string | number)[]): string {
  return text.replace(/\$(\d+)/g, (_, place: string) => {
    const value = values[Number(place) - 1];
    return typeof value === 'number' ? `(${value})` : escapeLiteral(value ?? '');
  });
}

function statement(text: string, values?: unknown[], name?: string): QueryConfig {
  const kept = storable(values);
  return { text, ...(kept && { values: kept }), ...(name !== undefined && { name }) };
}

/** SQLSTATEs of a statement whose name is taken already, or not known: another session was given what one had prepared. */
const namelessStates: readonly string[] = ['42P05', '26000'];

/** What the server said, or what is behind it. */
function asTold(error: unknown): unknown {
  if (!(error instanceof DatabaseError) || !namelessStates.includes(error.code ?? '')) return error;
  return new UserError(
    'The database is behind a pooler that gives each transaction another session and does not hand statements on by their names.',
    {
      cause: error,
      mend: 'PgBouncer: max_prepared_statements = 200 (1.21 or later), or pool_mode = session. Else give the address of the database itself (DATABASE_URL).',
    },
  );
}

/**
 * What the server says of a statement is thrown on; all else that comes out of the client is about the way to the server, which
 * has no code of its own ("Connection terminated unexpectedly"), or a mistake in what was handed to it.
 */
function throwAway(error: unknown): never {
  const isOfTheWay = isError(error) && error.name === 'Error' && !(error instanceof DatabaseError);
  if (!isOfTheWay) throw asTold(error);
  throw new PassingError(
    `The database can't be reached: ${error.message || error.name}. It is asked again.`,
    {
      cause: error,
    },
  );
}

/** Brings the schema to this version. Safe to call from several processes at once; refuses a schema from a later version. */
export async function migrate(database: Database): Promise<void> {
  await database.transaction(async (connection) => {
    await connection.query('select pg_advisory_xact_lock($1)', [migrationLock]);
    await connection.query(
      'create table if not exists schema_versions (version integer primary key, title text not null, applied_at timestamptz not null default now())',
    );
    const { rows } = await connection.query<{ version: number }>(
      'select coalesce(max(version), 0) as version from schema_versions',
    );
    const current = rows[0]?.version ?? 0;
    const latest = migrations.at(-1)?.version ?? 0;
    if (current > latest) {
      throw new Error(
        `The store has schema version ${current}, this Seedbed knows versions up to ${latest}: use the newer Seedbed, or another database.`,
      );
    }
    for (const migration of migrations.filter(({ version }) => version > current)) {
      await connection.query(migration.sql);
      await connection.query('insert into schema_versions (version, title) values ($1, $2)', [
        migration.version,
        migration.title,
      ]);
    }
  });
}
