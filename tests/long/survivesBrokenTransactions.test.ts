import { mixedRecipe } from '../support/mixedRecipe';
import { spawnSimulatedTeacher, type SpawnedSimulatedTeacher } from '../support/simulatedTeacherProcess';
import { TestSeedbed } from '../support/testSeedbed';

/** Every kind of write of a run, by table: each ends its connection the first time that it happens, in the middle of its transaction. */
const writes: readonly [string, 'insert' | 'update'][] = [
  ['documents', 'insert'],
  ['runs', 'insert'],
  ['runs', 'update'],
  ['iterations', 'insert'],
  ['iterations', 'update'],
  ['candidates', 'insert'],
  ['candidates', 'update'],
  ['responses', 'insert'],
  ['responses', 'update'],
  ['scores', 'insert'],
  ['ledger', 'insert'],
  ['ledger', 'update'],
  ['holders', 'update'],
  ['endpoint_members', 'insert'],
];

const breakFirst = `
  create function break_first() returns trigger language plpgsql as $$
  begin
    -- A sequence is not rolled back with the transaction that it ends.
    if nextval(lower('first_' || tg_op || '_' || tg_table_name)) = 1 then
      perform pg_terminate_backend(pg_backend_pid());
      perform pg_sleep(5);
    end if;
    return null;
  end $$;
  ${writes
    .map(
      ([table, write]) => `
        create sequence first_${write}_${table};
        create trigger break_first_${write} after ${write} on ${table} for each statement execute function break_first();`,
    )
    .join('')}`;

describe('a database that ends the connection inside each kind of transaction', () => {
  let teacher: SpawnedSimulatedTeacher;
  let seedbed: TestSeedbed;

  beforeAll(async () => {
    teacher = await spawnSimulatedTeacher({ latency: { meanSeconds: 0.1 } });
    seedbed = await TestSeedbed.start({ teacher: teacher.baseUrl, endpoint: { concurrency: 16 } });
  }, 120_000);

  afterAll(async () => {
    await seedbed?.stop();
    await teacher?.close();
  });

  test('costs no worker, no answer and no pair: the step is tried again', async () => {
    const recipe = mixedRecipe({ name: 'transactions', target: 24, iteration: { size: 16 }, judge: {} });
    await (await seedbed.startRun(recipe, 'calm')).result();
    const calm = await seedbed.dataset('calm');
    await seedbed.database.query(breakFirst);
    const worker = seedbed.pid('worker');
    await teacher.reset();

    await (await seedbed.startRun(recipe, 'broken')).result();

    expect(seedbed.pid('worker')).toBe(worker);
    const fired = await Promise.all(
      writes.map(async ([table, write]) => {
        const { rows } = await seedbed.database.query<{ fired: boolean }>(
          `select is_called as fired from first_${write}_${table}`,
        );
        return [`${write} ${table}`, rows[0]?.fired];
      }),
    );
    expect(fired.filter(([, has]) => !has)).toEqual([]);
    expect((await teacher.stats()).repeatedAfterAnswer).toBe(0);
    expect(await seedbed.dataset('broken')).toBe(calm);
  }, 180_000);
});
