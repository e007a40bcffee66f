import type { CopiedFields } from '../../../adapters/store/copyOut';
import { migrate, openDatabase, type Database, type Queryable } from '../../../adapters/store/database';
import { Holder } from '../../../adapters/store/holder';
import { Ledger } from '../../../adapters/store/ledger';
import { classifyError } from '../../../core/foundations/failure/classifyError';
import { migrations } from '../../../adapters/store/migrations';
import { RunStore } from '../../../adapters/store/runStore';
import { emptyFunnel } from '../../../core/vocabulary/funnel';
import { openTestDatabase, startTestPostgres, type TestPostgres } from '../../support/embeddedStack';
import { eventually } from '../../support/testSeedbed';

let postgres: TestPostgres;
let database: Database;

beforeAll(async () => {
  postgres = await startTestPostgres();
  database = openDatabase(postgres.url, 4);
}, 120_000);

afterAll(async () => {
  await database?.close();
  await postgres?.stop();
});

/** Has an empty database be what a Seedbed left that knew no version from this one on. */
async function bringUpBefore(store: Database, later: number): Promise<void> {
  await store.query('create table schema_versions (version integer primary key, title text not null)');
  for (const { version, title, sql } of migrations.filter((one) => one.version < later)) {
    await store.query(sql);
    await store.query('insert into schema_versions (version, title) values ($1, $2)', [version, title]);
  }
}

test('a store with runs in it is brought up: plans with what they came to, and every paid answer is still found', async () => {
  await bringUpBefore(database, 5);
  await database.query(
    `insert into documents (hash, kind, body) values ('h', 'setup', '{}');
     insert into runs (run_key, workflow_id, first_run_id, recipe_name, recipe_hash, setup_hash, target)
       values ('run@1', 'run', '1', 'test', 'r', 'h', 10);
     insert into iterations (run_key, iteration, read_through, plan, stretches) values
       ('run@1', 0, -1, '[{"strategy": "selfInstruct"}, {"strategy": "template"}]', '{"template": {"from": 0, "count": 1}}'),
       ('run@1', 1, -1, '[{"strategy": "template"}, {"strategy": "template"}]', '{"template": {"from": 1, "count": 2}}');
     insert into ledger (scope, call_key, run_key, iteration, role, pool, model, request, state, attempt, holder, answer, finish_reason, request_id, prompt_tokens, completion_tokens)
       values
       ('run@1', 'a', 'run@1', 0, 'propose', 'openai', 'm', '{"pool": "openai", "sample": "0"}', 'answered', null, null, '1. Do', 'stop', 'id', 9, 2),
       ('run@1', 'b', 'run@1', 0, 'propose', 'openai', 'm', '{"pool": "openai", "sample": "1"}', 'claimed', gen_random_uuid(), gen_random_uuid(), null, null, null, null, null);`,
  );
  await migrate(database);
  const { rows } = await database.query<{ works_through: unknown; stretch_ends: unknown }>(
    'select works_through, stretch_ends from iterations order by iteration',
  );
  expect(rows).toMatchObject([
    { works_through: { selfInstruct: 1, template: 1 }, stretch_ends: { template: 1 } },
    { works_through: { selfInstruct: 1, template: 3 }, stretch_ends: { template: 3 } },
  ]);
  const asked = await database.query<{ call_key: string; state: string; request: unknown }>(
    'select call_key, state, endpoint, request from ledger order by call_key',
  );
  expect(asked.rows).toEqual([
    { call_key: 'a', state: 'answered', endpoint: 'openai', request: { endpoint: 'openai', sample: '0' } },
    { call_key: 'b', state: 'reserved', endpoint: 'openai', request: { endpoint: 'openai', sample: '1' } },
  ]);
  expect((await new RunStore(database).status('run@1'))?.teacher).toMatchObject({
    ...{ answered: 1, sent: 2, promptTokens: 9, completionTokens: 2 },
  });
  const ledger = new Ledger(database, new Holder(database, 'a test'));
  expect((await ledger.lookUp('run@1', ['a', 'b'])).get('a')).toMatchObject({
    text: '1. Do',
    requestId: 'id',
  });
});

test('a run of before goes on with the counts of what it had committed', async () => {
  const own = await openTestDatabase();
  const older = openDatabase(own.url, 2);
  try {
    await bringUpBefore(older, 14);
    const funnel = (rejected: number, quarantined = 0): string => {
      const accepted = 3 - rejected - quarantined;
      return JSON.stringify({ funnel: { ...emptyFunnel, proposed: 3, accepted, rejected, quarantined } });
    };
    await older.query(
      `insert into documents (hash, kind, body) values ('h', 'setup', '{"recipe": {}}');
       insert into runs (run_key, workflow_id, first_run_id, recipe_name, recipe_hash, setup_hash, target)
         values ('run@1', 'run', '1', 'test', 'r', 'h', 10);
       insert into iterations (run_key, iteration, read_through, plan, outcome, committed_at, stage) values
         ('run@1', 0, -1, '[]', '${funnel(2)}', now(), 'committed'), ('run@1', 1, -1, '[]', '${funnel(0, 1)}', now(), 'committed'),
         ('run@1', 2, -1, '[]', '${funnel(1)}', now(), 'committed'), ('run@1', 3, -1, '[]', null, null, 'judge');
       insert into candidates (run_key, iteration, ordinal, state, committed_state, strategy, passed_screen, decided_by)
         select 'run@1', iteration, ordinal, case when ordinal < rejected then 'rejected' when iteration = 1 and ordinal = 0 then 'quarantined' else 'accepted' end, null, 'selfInstruct', true,
           case when iteration = 1 and ordinal = 0 then 'judge' when ordinal >= rejected then null when iteration = 0 then 'novelty' else 'judge' end
         from (values (0, 2), (1, 0), (2, 1), (3, 1)) as i (iteration, rejected), generate_series(0, 2) ordinal;`,
    );
    await migrate(older);
    const { rows } = await older.query<{ rejected_through: unknown }>(
      'select rejected_through from iterations where committed_at is not null order by iteration',
    );
    expect(rows.map((row) => row.rejected_through)).toEqual([
      { novelty: 2 },
      { novelty: 2 },
      { novelty: 2, judge: 1 },
    ]);
    const status = await new RunStore(older).status('run@1');
    expect(status?.funnel).toMatchObject({ proposed: 12, accepted: 7, rejected: 4, quarantined: 1 });
    expect(status?.rejectedBy).toEqual({ novelty: 2, judge: 2 });
    expect(status?.quarantinedBy).toEqual({ judge: 1 });
    expect(status?.iterations).toEqual({ committed: 3, open: [{ iteration: 3, stage: 'judge' }] });
  } finally {
    await older.close();
    await own.stop();
  }
});

test('pairs of before have with them what they are most like, as what was said of them has it', async () => {
  const own = await openTestDatabase();
  const older = openDatabase(own.url, 2);
  try {
    await bringUpBefore(older, 29);
    await older.query(
      `insert into documents (hash, kind, body) values ('h', 'setup', '{"recipe": {}}');
       insert into runs (run_key, workflow_id, first_run_id, recipe_name, recipe_hash, setup_hash, target)
         values ('run@1', 'run', '1', 'test', 'r', 'h', 10);
       insert into iterations (run_key, iteration, read_through, plan, outcome, committed_at, stage) values
         ('run@1', 0, -1, '[]', null, now(), 'committed'), ('run@1', 1, -1, '[]', null, null, 'judge');
       insert into candidates (run_key, iteration, ordinal, state, committed_state, strategy, passed_screen) values
         ('run@1', 0, 0, 'accepted', 'accepted', 'selfInstruct', true), ('run@1', 0, 1, 'accepted', 'accepted', 'selfInstruct', true),
         ('run@1', 0, 2, 'accepted', 'accepted', 'selfInstruct', true), ('run@1', 1, 0, 'open', null, 'selfInstruct', true);
       insert into scores (run_key, iteration, ordinal, stage, filter, version, score, passed, evidence) values
         ('run@1', 0, 0, 'instruction', 'novelty', 3, 0.5, true, '{"nearest": "a seed"}'), ('run@1', 0, 0, 'commit', 'novelty', 3, 0.6, true, '{"nearest": "a pair"}'),
         ('run@1', 0, 1, 'instruction', 'novelty', 3, 0, true, null), ('run@1', 0, 1, 'judge', 'judge', 3, 0.9, true, '{"nearest": "none"}'),
         ('run@1', 0, 2, 'compare', 'novelty', 3, null, true, '{"nearest": "what the judge compared"}'),
         ('run@1', 1, 0, 'instruction', 'novelty', 3, 0.5, true, '{"nearest": "a seed"}');`,
    );
    await migrate(older);
    const { rows } = await older.query(
      'select novelty_score as similarity, novelty_nearest as nearest from candidates order by iteration, ordinal',
    );
    const none = { similarity: null, nearest: null };
    expect(rows).toEqual([
      { similarity: 0.6, nearest: 'a pair' },
      { similarity: 0, nearest: null },
      none,
      none,
    ]);
  } finally {
    await older.close();
    await own.stop();
  }
});

test('several processes that start at once bring the schema up once', async () => {
  await Promise.all([migrate(database), migrate(database), migrate(database)]);
  const { rows } = await database.query<{ version: number }>(
    'select version from schema_versions order by version',
  );
  expect(rows.map(({ version }) => version)).toEqual([...new Set(rows.map(({ version }) => version))]);
  await migrate(database);
});

test('a transaction that fails leaves nothing behind, and its connection is of use', async () => {
  await expect(
    database.transaction(async (connection) => {
      await connection.query('create table halfway (number integer)');
      throw new Error('half-way');
    }),
  ).rejects.toThrow('half-way');
  const { rows } = await database.query<{ there: boolean }>(
    `select to_regclass('halfway') is not null as there`,
  );
  expect(rows).toEqual([{ there: false }]);
});

test('a process that falls silent inside a transaction, as one that is stopped or cut off does, holds nobody up for long', async () => {
  const usual = await database.transaction((connection) =>
    connection.query('show idle_in_transaction_session_timeout'),
  );
  expect(usual.rows).toEqual([{ idle_in_transaction_session_timeout: '10s' }]);
  const silenced = openDatabase(postgres.url, 1, 1_000);
  let resume = (): void => undefined;
  const silence = new Promise<void>((resolve) => (resume = resolve));
  const holdLock = (connection: Queryable) => connection.query('select pg_advisory_xact_lock(77)');
  let locked = (): void => undefined;
  const holding = new Promise<void>((resolve) => (locked = resolve));
  const silent = silenced.transaction(async (connection) => {
    await holdLock(connection);
    locked();
    await silence;
    await connection.query('select 1');
  });
  const failed = silent.then(
    () => undefined,
    (error: unknown) => classifyError(error).kind,
  );
  await holding;
  const askedAt = performance.now();
  await database.transaction(holdLock);
  expect(performance.now() - askedAt).toBeLessThan(6_000);
  resume();
  expect(await failed).toBe('passing');
  await silenced.close();
}, 30_000);

test.each(['42P05', '26000'])(
  'a pooler that does not hand on named statements (%s) is named, with what to set, and is nothing to report',
  async (state) => {
    const fail = (connection: Queryable) =>
      connection.query(`do $$ begin raise exception 'of a pooler' using errcode = '${state}'; end $$`);
    for (const failing of [fail(database), database.transaction(fail)]) {
      const error: unknown = await failing.catch((thrown: unknown) => thrown);
      expect(error).toMatchObject({
        name: 'UserError',
        message: expect.stringContaining('behind a pooler') as string,
      });
      const { kind, message } = classifyError(error);
      expect(kind).toBe('needsMending');
      expect(message).toContain('max_prepared_statements');
    }
  },
);

describe('a connection that breaks inside a transaction', () => {
  const terminate = (pid: number) => database.query('select pg_terminate_backend($1)', [pid]);
  const moments: readonly [string, (connection: Queryable, pid: number) => Promise<unknown>][] = [
    [
      'between two statements',
      async (connection, pid) => {
        await terminate(pid);
        await eventually('the connection to be gone', async () => {
          const { rows } = await database.query('select from pg_stat_activity where pid = $1', [pid]);
          return rows.length === 0;
        });
        return connection.query('select 1');
      },
    ],
    [
      'in the middle of a statement',
      async (connection, pid) => {
        const slow = connection.query('select pg_sleep(30)');
        await terminate(pid);
        return slow;
      },
    ],
    ['while its work does something else', (_, pid) => terminate(pid)],
  ];

  test.each(moments)(
    '%s fails the transaction, and neither the process nor the next one',
    async (_, work) => {
      const create = (name: string, during: typeof work) =>
        database.transaction(async (connection) => {
          const { rows } = await connection.query<{ pid: number }>('select pg_backend_pid() as pid');
          await connection.query(`create table ${name} (number integer)`);
          await during(connection, rows[0]?.pid ?? 0);
        });
      await expect(create('broken', work)).rejects.toThrow();
      await create('broken', () => Promise.resolve());
      await database.query('drop table broken');
    },
  );
});

test('text is stored whatever it holds, NUL and half a character too', async () => {
  const { rows } = await database.query<{ text: string; texts: string[] }>(
    'select $1::text as text, $2::text[] as texts',
    ['a\u0000b\ud83d', ['c\u0000', 'd']],
  );
  expect(rows).toEqual([{ text: 'a\ufffdb\ufffd', texts: ['c\ufffd', 'd'] }]);
  const inTransaction = await database.transaction(async (connection) =>
    connection.query<{ text: string }>('select $1::text as text', ['\u0000']),
  );
  expect(inTransaction.rows).toEqual([{ text: '\ufffd' }]);
});

test('a server that was killed and is back is used again, without ending the process', async () => {
  await database.query('select 1');
  await postgres.kill9();
  await expect(database.query('select 1')).rejects.toThrow();
  for (const ask of [
    () => database.query('select 1'),
    () => database.transaction((connection) => connection.query('select 1')),
  ])
    expect(classifyError(await ask().catch((error: unknown) => error)).kind).toBe('passing');
  await postgres.restart();
  expect((await database.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
});

test('a connection that breaks inside a transaction is away, whatever was in hand; what the server refuses is not', async () => {
  const broken = database.transaction(async (connection) => {
    const { rows } = await connection.query<{ pid: number }>('select pg_backend_pid() as pid');
    await database.query('select pg_terminate_backend($1)', [rows[0]?.pid]);
    await connection.query('select 1');
  });
  expect(classifyError(await broken.catch((error: unknown) => error)).kind).toBe('passing');
  const refused = await database.query('select no_such_column').catch((error: unknown) => error);
  expect(classifyError(refused)).toMatchObject({ kind: 'defect', code: '42703' });
});

test('a schema of a later version is refused with what to do', async () => {
  await database.query(`insert into schema_versions (version, title) values (9999, 'from the future')`);
  await expect(migrate(database)).rejects.toThrow(
    /The store has schema version 9999, this Seedbed knows versions up to \d+: use the newer Seedbed/,
  );
});

test('a long result comes some rows at a time, as of one moment, with the plan that was asked for', async () => {
  await database.query('create table numbers as select n from generate_series(1, 1000) as n');
  const read: number[][] = [];
  const settings = { enable_seqscan: 'off' };
  const plan = `select n, current_setting('enable_seqscan') as setting from numbers order by n`;
  const rowOf = (fields: CopiedFields) => ({ n: fields.integer()!, setting: fields.text() });
  for await (const rows of database.stream(plan, [], { atOnce: 300, rowOf, settings })) {
    await database.query('delete from numbers');
    expect(new Set(rows.map(({ setting }) => setting))).toEqual(new Set(['off']));
    read.push(rows.map(({ n }) => n));
  }
  expect(read.map(({ length }) => length)).toEqual([300, 300, 300, 100]);
  expect(read.flat()).toEqual(Array.from({ length: 1000 }, (_, at) => at + 1));
  expect((await database.query('show enable_seqscan')).rows).toEqual([{ enable_seqscan: 'on' }]);
});

test('who wants no more of a long result, or gets an error in the midst of it, gives the connection back', async () => {
  const one = openDatabase(postgres.url, 1);
  const of = (expression: string) =>
    one.stream(`select ${expression} as n from generate_series(1, $1) as n`, [5_000], {
      ...{ atOnce: 10, rowOf: (fields) => fields.integer() },
    });
  for (let time = 0; time < 3; time += 1) {
    for await (const rows of of('n')) {
      expect(rows).toHaveLength(10);
      break;
    }
    await expect(async () => {
      for await (const rows of of('1000 / (1000 - n)')) expect(rows).toHaveLength(10);
    }).rejects.toThrow('division by zero');
  }
  expect((await one.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
  await one.close();
});

test('a long result has the values that are in it, and a statement those that it is given', async () => {
  const text = `it's "all" \\ of $2 it, ünïcödé, 漢字 and 🌱`;
  const plan = `select 7, -8, 0.1::float8, true, false, $1, '', null, '{"a": [1, "\\u00e9"]}'::jsonb, null::jsonb, null::int, null::float8, null::bool, n
    from generate_series(1, $2) as n`;
  const read: unknown[] = [];
  const rowOf = (of: CopiedFields) => [
    ...[of.integer(), of.integer(), of.float(), of.boolean(), of.boolean(), of.text(), of.text(), of.text()],
    ...[of.json(), of.json(), of.integer(), of.float(), of.boolean(), of.integer()],
  ];
  for await (const rows of database.stream(plan, [text, 2], { atOnce: 100, rowOf })) read.push(...rows);
  const values = [7, -8, 0.1, true, false, text, '', null, { a: [1, 'é'] }, null, null, null, null];
  expect(read).toEqual([
    [...values, 1],
    [...values, 2],
  ]);
  const none = database.stream('select 1 where false', [], { atOnce: 100, rowOf: (of) => of.integer() });
  expect((await none.next()).done).toBe(true);
});

test("JSON of a long result is each row's own, by column, also where it is the same as in the row before", async () => {
  const plan = `select jsonb_build_array(n / 3), jsonb_build_array(n / 2), nullif(jsonb_build_array(n / 3), '[1]') from generate_series(0, 6) as n order by n`;
  const read: unknown[] = [];
  const rowOf = (of: CopiedFields) => [of.json(), of.json(), of.json()];
  for await (const rows of database.stream(plan, [], { atOnce: 2, rowOf })) read.push(...rows);
  const third = (n: number) => [Math.floor(n / 3)];
  expect(read).toEqual(
    [0, 1, 2, 3, 4, 5, 6].map((n) => [third(n), [Math.floor(n / 2)], third(n)[0] === 1 ? null : third(n)]),
  );
});

test('what fails in reading a row of a long result fails whoever reads it, and nobody else', async () => {
  const one = openDatabase(postgres.url, 1);
  const rows = one.stream('select n from generate_series(1, 100000) as n', [], {
    atOnce: 10,
    rowOf: (of) => {
      if (of.integer() === 25) throw new TypeError('no 25');
    },
  });
  await expect(async () => {
    for await (const some of rows) expect(some).toHaveLength(10);
  }).rejects.toThrow('no 25');
  expect((await one.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
  await one.close();
});

test('a long result may take longer than a statement may', async () => {
  const hurried = openDatabase(`${postgres.url}?options=-c%20statement_timeout%3D200`, 1);
  const asleep = `select n, pg_sleep(0.02) from generate_series(1, 20) as n`;
  await expect(hurried.query(asleep)).rejects.toThrow('statement timeout');
  const read: unknown[] = [];
  for await (const rows of hurried.stream(asleep, [], { atOnce: 5, rowOf: (of) => of.integer() }))
    read.push(...rows);
  expect(read).toHaveLength(20);
  await hurried.close();
});

test('a connection that breaks in the midst of a long result is told, and replaced', async () => {
  const one = openDatabase(postgres.url, 1);
  const rows = one.stream(`select pg_backend_pid(), repeat('x', 10000) from generate_series(1, 20000)`, [], {
    ...{ atOnce: 10, rowOf: (of) => of.integer() },
  });
  const first = await rows.next();
  await database.query('select pg_terminate_backend($1)', [(first.value as number[])[0]]);
  await expect(async () => {
    for await (const some of rows) expect(some.length).toBeGreaterThan(0);
  }).rejects.toThrow();
  expect((await one.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
  await one.close();
});

test('a long result is not sent faster than it is read', async () => {
  const rows = database.stream(`select repeat('x', 10000), n from generate_series(1, 20000) as n`, [], {
    ...{ atOnce: 10, rowOf: (of) => of.text()!.length + of.integer()! },
  });
  await rows.next();
  const waits = async () => {
    const { rows: sending } = await database.query<{ event: string }>(
      `select wait_event as event from pg_stat_activity where query like 'copy (select repeat%' and wait_event = 'ClientWrite'`,
    );
    return sending.length === 1;
  };
  while (!(await waits()));
  let sum = 0;
  for await (const some of rows) for (const one of some) sum += one;
  expect(sum).toBe(19_990 * 10_000 + (20_000 * 20_001) / 2 - 55);
});
