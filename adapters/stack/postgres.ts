import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { mkdir, rename, rm, writeFile, chown } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { Client } from 'pg';
import {
  type Account,
  dataHome,
  packagedBinaries,
  unprivilegedAccount,
  usableBinaries,
} from './postgresBinaries';
import { commandLineOf, identify, type ProcessIdentity } from './processIdentity';
import type { Component, Launch } from './supervised';
import type { StateFolder } from './workspace';

const run = promisify(execFile);
const role = 'seedbed';
const database = 'seedbed';
export const postgresPort = 5432;

/** Every commit is on disk before it counts: PostgreSQL's own defaults for durability, spelt out since paid answers stand on them. */
const settings = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  fsync: 'on',
  synchronous_commit: 'on',
  full_page_writes: 'on',
  shared_buffers: '128MB',
  max_connections: '100',
  timezone: 'UTC',
  log_timezone: 'UTC',
};

/** PostgreSQL 18 for one workspace: on 127.0.0.1 only, with a random password, its data in the state folder. */
export class PostgresComponent implements Component {
  readonly name = 'postgres';
  readonly standardPorts = [postgresPort];
  /** A crashed server replays its log before it answers. */
  readonly readyWithinMilliseconds = 180_000;
  private account: Account | undefined;
  private binaries = '';
  private data = '';

  constructor(
    private readonly folder: StateFolder,
    private readonly note: (message: string) => void,
  ) {}

  fingerprint(): string {
    return JSON.stringify([packagedBinaries().version, settings]);
  }

  /** `postgresql://…` of the database, for clients on this machine. */
  url(ports: readonly number[], name = database): string {
    return `postgresql://${role}:${this.password()}@127.0.0.1:${ports[0] ?? postgresPort}/${name}`;
  }

  async prepare(): Promise<void> {
    await this.locate();
    this.binaries = await usableBinaries(this.account, this.note);
    if (!existsSync(this.data)) await this.initialise();
    removeForeignPid(this.data);
  }

  /** Where the data lies, found out without starting anything. */
  async locate(): Promise<string> {
    if (this.data !== '') return this.data;
    this.account = unprivilegedAccount();
    this.data = path.join(await dataHome(this.folder.root, this.account, this.note), 'postgres');
    return this.data;
  }

  launch([port = postgresPort]: readonly number[]): Launch {
    const options = Object.entries({ ...settings, port }).flatMap(([name, value]) => [
      '-c',
      `${name}=${value}`,
    ]);
    return {
      command: path.join(this.binaries, 'bin', 'postgres'),
      arguments: ['-D', this.data, ...options],
      environment: { PATH: process.env['PATH'], LC_ALL: 'C', TZ: 'UTC' },
      folder: this.data,
      ...(this.account === undefined ? {} : { uid: this.account.uid, gid: this.account.gid }),
    };
  }

  /** Serves when it answers to our password, which no stranger on the same port would, and our database is there. */
  async isReady(ports: readonly number[]): Promise<boolean> {
    const client = new Client({
      connectionString: this.url(ports, 'postgres'),
      connectionTimeoutMillis: 5_000,
    });
    client.on('error', () => undefined); // shows in the query under way
    try {
      await client.connect();
      const found = await client.query('select 1 from pg_database where datname = $1', [database]);
      if (found.rowCount === 0) await client.query(`create database ${database}`);
      return true;
    } catch {
      return false; // not yet: asked again until its time is up, and its log is shown then
    } finally {
      await client.end().catch(() => undefined); // it never connected
    }
  }

  findLeftover(): { process: ProcessIdentity; ports: number[] } | undefined {
    const lines = pidFile(this.data);
    const server = lines === undefined ? undefined : serverOf(this.data, Number(lines[0]));
    return server === undefined ? undefined : { process: server, ports: [Number(lines?.[3])] };
  }

  /** Made beside its place and moved there when it is whole, so that a crash leaves no half of it. */
  private async initialise(): Promise<void> {
    const part = `${this.data}.initialising`;
    const passwordFile = `${part}.password`;
    const owner = this.account === undefined ? {} : { uid: this.account.uid, gid: this.account.gid };
    await rm(part, { recursive: true, force: true });
    try {
      await mkdir(part, { mode: 0o700 });
      await writeFile(passwordFile, this.password(), { mode: 0o600 });
      if (this.account !== undefined) {
        await chown(part, this.account.uid, this.account.gid);
        await chown(passwordFile, this.account.uid, this.account.gid);
      }
      const options = [
        '-D',
        part,
        '-U',
        role,
        `--pwfile=${passwordFile}`,
        '-A',
        'scram-sha-256',
        '-E',
        'UTF8',
        '--locale=C',
      ];
      await run(path.join(this.binaries, 'bin', 'initdb'), options, {
        ...owner,
        cwd: part,
        env: { PATH: process.env['PATH'], LC_ALL: 'C', TZ: 'UTC' },
      });
      await rename(part, this.data);
    } finally {
      await rm(passwordFile, { force: true });
    }
  }

  /** Drawn once for the workspace; only its owner may read it. */
  private password(): string {
    const file = path.join(this.folder.root, 'postgres.password');
    try {
      return readFileSync(file, 'utf8');
    } catch {
      // None yet. One that is there and can't be read is never overwritten: `wx` throws.
      const password = randomBytes(24).toString('base64url');
      writeFileSync(file, password, { mode: 0o600, flag: 'wx' });
      return password;
    }
  }
}

/** postmaster.pid: pid, data folder, start time, port, one a line. */
function pidFile(data: string): string[] | undefined {
  try {
    return readFileSync(path.join(data, 'postmaster.pid'), 'utf8').split('\n');
  } catch {
    return undefined; // no server runs on this folder
  }
}

/** The live server of this data folder. A pid file outlives a kill, and its pid may be anybody's by now. */
function serverOf(data: string, pid: number): ProcessIdentity | undefined {
  const command = commandLineOf(pid);
  return command.includes('postgres') && command.includes(data) ? identify(pid) : undefined;
}

/** PostgreSQL replaces a dead server's pid file itself, but gives up when the pid is alive, though it be a stranger's by now. */
function removeForeignPid(data: string): void {
  const lines = pidFile(data);
  if (lines !== undefined && serverOf(data, Number(lines[0])) === undefined)
    rmSync(path.join(data, 'postmaster.pid'), { force: true });
}
