import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import {
  endStack,
  findStack,
  openStack,
  type Stack,
  type StackAddresses,
  type StackEvent,
} from '../../../adapters/stack';
import { smolLm2, temporalCli } from '../../../adapters/stack/assets';
import { fetchAsset } from '../../../adapters/stack/fetch';
import { identify, isRunning } from '../../../adapters/stack/processIdentity';
import { temporaryFolder } from '../../support/embeddedStack';

const program = (name: string): string => path.join(__dirname, 'programs', `${name}.cjs`);
const entries = { teacher: program('teacher'), worker: program('worker') };

let workspace: string;
const events: StackEvent[] = [];
const others: ChildProcess[] = [];

// A machine that has never run Seedbed fetches first, at its network's pace.
beforeAll(async () => void (await Promise.all([fetchAsset(temporalCli), fetchAsset(smolLm2)])), 600_000);

beforeEach(async () => {
  workspace = await temporaryFolder();
  chmodSync(workspace, 0o755);
  events.length = 0;
});
afterEach(async () => {
  for (const other of others.splice(0)) other.kill('SIGKILL');
  await endStack(workspace, { force: true });
  await rm(workspace, { recursive: true, force: true });
});

const open = (): Promise<Stack> =>
  openStack({ workspace, teacher: true, worker: true, entries, onEvent: (event) => events.push(event) });

/** A supervisor in a process of its own. */
async function openElsewhere(): Promise<{ process: ChildProcess; addresses: StackAddresses }> {
  const child = spawn(process.execPath, [program('openStack'), workspace], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  others.push(child);
  for await (const line of createInterface({ input: child.stdout })) {
    return { process: child, addresses: (JSON.parse(line) as { opened: StackAddresses }).opened };
  }
  throw new Error('The other supervisor ended before its stack was up.');
}

async function kill(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  const exit = once(child, 'exit');
  child.kill(signal);
  await exit;
}

const pids = (stack: Stack): Record<string, number | undefined> =>
  Object.fromEntries(stack.components().map(({ name, pid }) => [name, pid]));

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await delay(20);
}

test('everything starts, is found by others, and ends in order: worker, teacher, Temporal, database', async () => {
  expect(await findStack(workspace)).toBeUndefined();
  const stack = await open();
  expect(stack.components().map(({ name, state, ours }) => [name, state, ours])).toEqual(
    ['postgres', 'temporal', 'teacher', 'worker'].map((name) => [name, 'running', true]),
  );
  expect(await findStack(workspace)).toEqual(stack.addresses);
  // Temporal syncs each commit once, into a log.
  expect(existsSync(path.join(workspace, '.seedbed', 'temporal.db-wal'))).toBe(true);

  await stack.close();
  const ended = events.flatMap((event) => (event.kind === 'ended' ? [event.component] : []));
  expect(ended).toEqual(['worker', 'teacher', 'temporal', 'postgres']);
  expect(await findStack(workspace)).toBeUndefined();
});

test('each component that is killed comes back at its address', async () => {
  const stack = await open();
  const before = pids(stack);
  for (const pid of Object.values(before)) if (pid !== undefined) process.kill(pid, 'SIGKILL');
  await until(() => events.filter((event) => event.kind === 'ready' && event.again).length === 4);

  const after = pids(stack);
  for (const [name, pid] of Object.entries(before)) expect(after[name]).not.toBe(pid);
  expect(await findStack(workspace)).toEqual(stack.addresses);
  await stack.close();
});

test('components outlive a killed supervisor, and the next one takes them over', async () => {
  const first = await openElsewhere();
  await kill(first.process, 'SIGKILL');
  expect(await findStack(workspace)).toEqual(first.addresses);

  const second = await open();
  expect(second.addresses).toEqual(first.addresses);
  expect(events.map(({ kind }) => kind)).toEqual(['adopted', 'adopted', 'adopted', 'adopted']);
  await second.close();
  expect(await findStack(workspace)).toBeUndefined();
});

test('of two commands on one stack, closing one leaves it to the other', async () => {
  const first = await openElsewhere();
  const second = await open();
  expect(events.every(({ kind }) => kind === 'attached')).toBe(true);
  const serving = pids(second);

  await kill(first.process, 'SIGTERM'); // the owner closes first
  await until(() => second.components().every(({ ours }) => ours));
  expect(pids(second)).toEqual(serving);
  await second.close();
  expect(await findStack(workspace)).toBeUndefined();
});

test('when the owner is killed while another uses the stack, the other mends it', async () => {
  const owner = await openElsewhere();
  const stack = await open();
  const temporal = pids(stack)['temporal'] ?? 0;
  await kill(owner.process, 'SIGKILL');
  process.kill(temporal, 'SIGKILL');
  await until(() => events.some((event) => event.kind === 'ready' && event.component === 'temporal'));
  expect(await findStack(workspace)).toEqual(owner.addresses);
  await stack.close();
});

test('down ends what a killed supervisor left, and says what', async () => {
  const left = await openElsewhere();
  await kill(left.process, 'SIGKILL');
  const { ended, usedBy } = await endStack(workspace);
  expect(ended.map(({ what }) => what)).toEqual(['worker', 'teacher', 'temporal', 'postgres']);
  expect(usedBy).toEqual([]);
  for (const { pid } of ended) expect(identify(pid)).toBeUndefined();
});

test('down leaves alone what another command is using', async () => {
  const stack = await openElsewhere();
  const { ended, usedBy } = await endStack(workspace);
  expect(ended).toEqual([]);
  expect(usedBy.map(({ process: { pid } }) => pid)).toEqual([stack.process.pid]);
  expect(await findStack(workspace)).toEqual(stack.addresses);
});

test("a stranger's server on the standard port is neither used nor disturbed", async () => {
  const strangers = await Promise.all([5432, 7233, 8233, 8642].map(occupy));
  const stack = await open();
  const used = [
    stack.addresses.databaseUrl,
    stack.addresses.temporalAddress,
    stack.addresses.uiUrl,
    stack.addresses.teacherUrl,
  ];
  for (const [index, port] of [5432, 7233, 8233, 8642].entries())
    expect(used[index]).not.toContain(`:${port}`);
  await stack.close();
  for (const stranger of strangers) stranger?.close();
});

test('what is configured is used, and nothing is started for it', async () => {
  process.env['TEMPORAL_ADDRESS'] = 'temporal.example:7233';
  process.env['DATABASE_URL'] = 'postgresql://db.example/seedbed';
  try {
    const stack = await openStack({ workspace, teacher: false, worker: false });
    expect(stack.addresses).toMatchObject({
      temporalAddress: 'temporal.example:7233',
      databaseUrl: 'postgresql://db.example/seedbed',
    });
    expect(stack.components().map(({ kind }) => kind)).toEqual(['configured', 'configured']);
    await stack.close();
  } finally {
    delete process.env['TEMPORAL_ADDRESS'];
    delete process.env['DATABASE_URL'];
  }
});

test('a pid that another process got since is never taken for ours', () => {
  const now = identify(process.pid);
  expect(now && isRunning(now)).toBe(true);
  expect(isRunning({ pid: process.pid, started: 'another time' })).toBe(false);
});

/** A listener that is not ours. Undefined where the port is somebody's already, which serves as well. */
async function occupy(port: number): Promise<Server | undefined> {
  const server = createServer();
  server.listen(port, '127.0.0.1');
  return once(server, 'listening').then(
    () => server,
    () => undefined,
  );
}
