import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { chownSync, openSync } from 'node:fs';
import { appendFile, mkdir, writeFile } from 'node:fs/promises';
import { createConnection } from 'node:net';
import path from 'node:path';
import { promisify } from 'node:util';
import { Client } from 'pg';
import { temporalCli } from '../../adapters/stack/assets';
import { fetchAsset } from '../../adapters/stack/fetch';
import { unprivilegedAccount, usableBinaries } from '../../adapters/stack/postgresBinaries';
import { searchAttributeTypes } from '../../core/run/searchAttributes';
import { eventually } from '../../tests/support/testSeedbed';
import { serversAddress, subnet } from './network';

const run = promisify(execFile);
const [user, password] = ['temporal', 'temporal'];
export const namespace = 'datasets';
export const temporalAddress = `${serversAddress}:7233`;

export interface Programs {
  /** Temporal's server, `go.temporal.io/server/cmd/server`. */
  readonly server: string;
  /** `temporal-sql-tool` of the same version. */
  readonly sqlTool: string;
  /** The server's folder `schema/postgresql/v12`. */
  readonly schema: string;
}

/** PostgreSQL for all hosts: the binaries that Seedbed carries, with settings as they are by default. */
export async function startPostgres(folder: string): Promise<ChildProcess> {
  const account = unprivilegedAccount();
  const binaries = await usableBinaries(account, () => undefined);
  const data = path.join(folder, 'postgres');
  await mkdir(data, { mode: 0o700 });
  const passwordFile = path.join(folder, 'postgres.password');
  await writeFile(passwordFile, password);
  if (account) for (const each of [data, passwordFile]) chownSync(each, account.uid, account.gid);
  const as = { cwd: data, ...(account && { uid: account.uid, gid: account.gid }) };
  const options = ['-D', data, '-U', user, `--pwfile=${passwordFile}`, '-A', 'scram-sha-256', '-E', 'UTF8'];
  await run(path.join(binaries, 'bin', 'initdb'), [...options, '--locale=C'], as);
  await appendFile(path.join(data, 'pg_hba.conf'), `host all all ${subnet} scram-sha-256\n`);
  const listening = ['listen_addresses=*', 'unix_socket_directories='].flatMap((setting) => ['-c', setting]);
  const server = spawn(path.join(binaries, 'bin', 'postgres'), ['-D', data, ...listening], {
    ...as,
    stdio: logged(folder, 'postgres'),
  });
  await eventually('PostgreSQL to answer', () => administer('select 1').then(() => true));
  return server;
}

/** A new database; returns its address. */
export async function createDatabase(name: string): Promise<string> {
  await administer(`create database ${name}`);
  return databaseUrl(name);
}

/** A server as `docker-compose.yml` starts one: by the configuration within it, of which the environment says the rest. */
export async function startTemporal(folder: string, programs: Programs): Promise<ChildProcess> {
  for (const [database, schema] of [
    ['temporal', 'temporal'],
    ['temporal_visibility', 'visibility'],
  ]) {
    const tool = (...args: string[]): Promise<unknown> =>
      run(programs.sqlTool, args, {
        env: {
          ...process.env,
          ...{ SQL_PLUGIN: 'postgres12', SQL_HOST: serversAddress, SQL_PORT: '5432', SQL_USER: user },
          ...{ SQL_PASSWORD: password, SQL_DATABASE: database },
        },
      });
    await tool('create');
    await tool('setup-schema', '--version', '0.0');
    await tool('update-schema', '--schema-dir', path.join(programs.schema, schema ?? '', 'versioned'));
  }
  const server = spawn(programs.server, ['--allow-no-auth', 'start'], {
    env: {
      ...{ PATH: process.env['PATH'], DB: 'postgres12', DB_PORT: '5432', POSTGRES_SEEDS: serversAddress },
      ...{ POSTGRES_USER: user, POSTGRES_PWD: password, BIND_ON_IP: serversAddress },
      ...{ NUM_HISTORY_SHARDS: '4', DYNAMIC_CONFIG_FILE_PATH: '/dev/null', LOG_LEVEL: 'warn' },
    },
    stdio: logged(folder, 'temporal'),
  });
  await eventually('Temporal to listen', () => answers(serversAddress, 7233));
  return server;
}

/** What whoever runs a server does once, by Temporal's command line, as docs/operating.md says. */
export async function registerNamespace(): Promise<void> {
  const { path: command } = await fetchAsset(temporalCli);
  const temporal = (...args: string[]): Promise<boolean> =>
    run(command, [...args, '--namespace', namespace, '--address', temporalAddress]).then(() => true);
  await eventually('the namespace to be created', () =>
    temporal('operator', 'namespace', 'create', '--retention', '720h'),
  );
  const attributes = Object.entries(searchAttributeTypes).flatMap(([name, type]) => [
    ...['--name', name],
    ...['--type', type],
  ]);
  await eventually('the search attributes to be registered', () =>
    temporal('operator', 'search-attribute', 'create', ...attributes),
  );
}

function logged(folder: string, name: string): ['ignore', number, number] {
  const log = openSync(path.join(folder, `${name}.log`), 'a');
  return ['ignore', log, log];
}

function answers(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection({ host, port, timeout: 1_000 });
    const say = (answer: boolean) => () => {
      socket.destroy();
      resolve(answer);
    };
    socket.once('connect', say(true)).once('error', say(false)).once('timeout', say(false));
  });
}

function databaseUrl(name: string): string {
  return `postgresql://${user}:${password}@${serversAddress}:5432/${name}`;
}

async function administer(statement: string): Promise<void> {
  const client = new Client({ connectionString: databaseUrl('postgres') });
  await client.connect();
  await client.query(statement).finally(() => client.end());
}
