import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { Client } from 'pg';
import { PostgresComponent } from '../../../adapters/stack/postgres';
import { Supervised } from '../../../adapters/stack/supervised';
import { createStateFolder, type StateFolder } from '../../../adapters/stack/workspace';
import { startTestPostgres, temporaryFolder, type TestPostgres } from '../../support/embeddedStack';

async function query(url: string, text: string): Promise<unknown[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(text)).rows;
  } finally {
    await client.end();
  }
}

describe('a server', () => {
  let postgres: TestPostgres;
  beforeAll(async () => void (postgres = await startTestPostgres()));
  afterAll(() => postgres.stop());

  test('is PostgreSQL 18 in UTF-8 and C, durable, on this machine only', async () => {
    const names = [
      'server_version',
      'server_encoding',
      'lc_collate',
      'listen_addresses',
      'fsync',
      'synchronous_commit',
    ];
    const rows = await query(
      postgres.url,
      `select name, setting from pg_settings where name = any('{${names.join()}}') union select 'lc_collate', datcollate from pg_database where datname = current_database()`,
    );
    const settings = Object.fromEntries(
      (rows as { name: string; setting: string }[]).map(({ name, setting }) => [name, setting]),
    );
    expect(settings).toMatchObject({
      server_version: expect.stringMatching(/^18\./) as string,
      server_encoding: 'UTF8',
      lc_collate: 'C',
      listen_addresses: '127.0.0.1',
      fsync: 'on',
      synchronous_commit: 'on',
    });
  });

  test('refuses anybody without its password', async () => {
    const stranger = new URL(postgres.url);
    stranger.password = 'guessed';
    await expect(query(stranger.href, 'select 1')).rejects.toThrow('password authentication failed');
  });

  test('has every committed row after kill -9, at the same address', async () => {
    await query(postgres.url, 'create table paid (answer text)');
    await query(postgres.url, "insert into paid values ('kept')");
    const killed = postgres.pid();
    await postgres.kill9();
    await postgres.restart();
    expect(postgres.pid()).not.toBe(killed);
    expect(await query(postgres.url, 'select answer from paid')).toEqual([{ answer: 'kept' }]);
  });
});

describe('what a crash leaves', () => {
  let workspace: string;
  let folder: StateFolder;
  let data: string;
  let component: PostgresComponent;
  const open = async (): Promise<Supervised> => {
    component = new PostgresComponent(folder, () => undefined);
    data = await component.locate();
    const server = new Supervised(component, folder, () => undefined);
    await server.open();
    return server;
  };
  beforeEach(async () => {
    workspace = await temporaryFolder();
    chmodSync(workspace, 0o755);
    folder = createStateFolder(workspace);
  });
  afterEach(() => rm(workspace, { recursive: true, force: true }));

  test('a pid file whose pid is a stranger by now does not stand in the way', async () => {
    const first = await open();
    await first.close();
    const lines = [String(process.pid), data, '1', String(first.ports[0]), '', '127.0.0.1', '', 'ready', ''];
    writeFileSync(path.join(data, 'postmaster.pid'), lines.join('\n'));

    const second = await open();
    expect(await query(component.url(second.ports), 'select 1 as one')).toEqual([{ one: 1 }]);
    await second.close();
  });

  test('a half-made data folder is made anew', async () => {
    await mkdir(path.join(folder.root, 'postgres.initialising', 'base'), { recursive: true });
    const server = await open();
    expect(await query(component.url(server.ports), 'select 1 as one')).toEqual([{ one: 1 }]);
    expect(existsSync(path.join(folder.root, 'postgres.initialising'))).toBe(false);
    await server.close();
  });

  test('a server that no record tells of is found by its data', async () => {
    const first = await open();
    const { pid } = first.status();
    const record = path.join(folder.stack, 'postgres.json');
    expect(readFileSync(record, 'utf8')).toContain(String(pid));
    await rm(record);

    const second = await open();
    expect(second.status().pid).toBe(pid);
    await second.close();
    expect(second.status().state).toBe('ended');
  });
});

const asRoot = process.getuid?.() === 0 ? test : test.skip;
asRoot('root may start it from a folder that only root can enter', async () => {
  const postgres = await startTestPostgres(); // mkdtemp makes folders of mode 0700
  expect(await query(postgres.url, 'select 1 as one')).toEqual([{ one: 1 }]);
  expect(readFileSync(`/proc/${postgres.pid()}/status`, 'utf8')).toMatch(/^Uid:\t(?!0\t)/m);
  await postgres.stop();
});
