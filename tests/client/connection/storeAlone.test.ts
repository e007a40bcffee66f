import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { typeIn } from '../../support/commandLine';
import { openTestDatabase, type TestDatabase } from '../../support/embeddedStack';

let database: TestDatabase;
let workspace: string;

beforeAll(async () => {
  database = await openTestDatabase();
  workspace = await mkdtemp(path.join(os.tmpdir(), 'seedbed-test-'));
  // Nothing listens at port 9.
  Object.assign(process.env, { DATABASE_URL: database.url, TEMPORAL_ADDRESS: '127.0.0.1:9' });
}, 120_000);

afterAll(async () => {
  for (const name of ['DATABASE_URL', 'TEMPORAL_ADDRESS']) delete process.env[name];
  await database?.stop();
  await rm(workspace, { recursive: true });
});

test('a command that reads the store alone works while Temporal is away; one that needs it says so', async () => {
  expect(await typeIn(workspace, ['list'])).toMatchObject({ code: 0 });
  const { code, stderr } = await typeIn(workspace, ['run', 'quickstart', '--yes']);
  expect({ code, stderr }).toEqual({
    code: 1,
    stderr: expect.stringContaining('Temporal does not answer at 127.0.0.1:9.') as string,
  });
});
