import { migrate, openDatabase, type Database } from '../../../adapters/store/database';
import { openSecondRun } from '../../../adapters/store/secondRun';
import { openTestDatabase, type TestDatabase } from '../../support/embeddedStack';

let server: TestDatabase;
let store: Database;

beforeAll(async () => {
  server = await openTestDatabase();
  store = openDatabase(server.url, 4);
  await migrate(store);
}, 120_000);

afterAll(async () => {
  await store?.close();
  await server?.stop();
});

const open = () =>
  openSecondRun(store, server.url, {
    ...{ runKey: 'none', moment: { iteration: -1, reviewed: 0 }, at: new Date(0) },
  });

async function schemas(): Promise<readonly string[]> {
  const { rows } = await store.query<{ name: string }>(
    `select nspname as name from pg_namespace where starts_with(nspname, 'seedbed_again_')`,
  );
  return rows.map(({ name }) => name);
}

test('what a process that was killed left behind is removed by the next one, and what another one is at is not', async () => {
  await store.query('create schema seedbed_again_dead');
  await store.query('create table seedbed_again_dead.candidates (run_key text)');
  const first = await open();
  const [own, ...others] = await schemas();
  expect(own).not.toBe('seedbed_again_dead');
  expect(others).toEqual([]);
  const second = await open();
  expect(await schemas()).toHaveLength(2);
  expect(await schemas()).toContain(own);
  await second.close();
  expect(await schemas()).toEqual([own]);
  await first.close();
  expect(await schemas()).toEqual([]);
});
