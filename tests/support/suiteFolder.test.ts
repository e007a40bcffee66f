import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { PostgresComponent } from '../../adapters/stack/postgres';
import { identify, isRunning, type ProcessIdentity } from '../../adapters/stack/processIdentity';
import { Supervised } from '../../adapters/stack/supervised';
import { createStateFolder } from '../../adapters/stack/workspace';
import { endKilledSuites, suiteFolder } from './suiteFolder';

let folder: string;

/** A suite of which nobody is left, in whose name this process acts. */
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'seedbed-suite-'));
  chmodSync(folder, 0o755);
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

const ownedBy = (process: ProcessIdentity): void =>
  writeFileSync(path.join(folder, 'owner.json'), JSON.stringify(process));

async function startServer(name: string): Promise<ProcessIdentity> {
  const workspace = path.join(folder, name);
  mkdirSync(workspace, { mode: 0o755 });
  const state = createStateFolder(workspace);
  const server = new Supervised(new PostgresComponent(state, () => undefined), state, () => undefined);
  await server.open();
  return identityOf(server.status().pid);
}

async function startProcess(): Promise<ProcessIdentity> {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => undefined, 1000); console.log("up")'], {
    env: { ...process.env, SEEDBED_SUITE: folder },
    stdio: ['ignore', 'pipe', 'ignore'],
    detached: true,
  });
  await once(child.stdout, 'data');
  return identityOf(child.pid);
}

function identityOf(pid: number | undefined): ProcessIdentity {
  const identity = pid === undefined ? undefined : identify(pid);
  if (identity === undefined) throw new Error('It did not start.');
  return identity;
}

test('what a suite that was killed left running ends when the next one begins, and its folder goes', async () => {
  ownedBy({ pid: process.pid, started: 'by somebody who had this pid before' });
  const server = await startServer('jest-worker-1');
  const child = await startProcess();
  await endKilledSuites();
  expect(isRunning(server)).toBe(false);
  if (process.platform === 'linux') expect(isRunning(child)).toBe(false);
  else process.kill(child.pid); // elsewhere the environment of a process can't be read
  expect(existsSync(folder)).toBe(false);
  expect(existsSync(suiteFolder() ?? '')).toBe(true);
}, 60_000);

test('a suite that runs beside this one is left alone', async () => {
  ownedBy(identityOf(process.pid));
  const theirs = await startProcess();
  await endKilledSuites();
  expect(isRunning(theirs)).toBe(true);
  process.kill(theirs.pid);
}, 60_000);
