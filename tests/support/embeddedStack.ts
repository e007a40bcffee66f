import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { temporalTestServer } from '../../adapters/stack/assets';
import { fetchAsset } from '../../adapters/stack/fetch';
import { PostgresComponent } from '../../adapters/stack/postgres';
import { hasGone, identify } from '../../adapters/stack/processIdentity';
import { type Component, Supervised } from '../../adapters/stack/supervised';
import { TemporalComponent } from '../../adapters/stack/temporal';
import { createStateFolder } from '../../adapters/stack/workspace';
import { openSharedDatabase } from './sharedServers';
import { suiteFolder } from './suiteFolder';

/** A real server of a test's own, in a temporary folder, made of what `seedbed up` is made of. */
export interface TestServer {
  /** The process that serves now. */
  pid(): number;
  /** Ends it with SIGKILL and returns once it is gone. */
  kill9(): Promise<void>;
  /** Starts it again, with its data, at the same address. */
  restart(): Promise<void>;
  /** Ends it and removes its data. */
  stop(): Promise<void>;
}

export interface TestPostgres extends TestServer {
  readonly url: string;
}

export interface TestTemporal extends TestServer {
  /** host:port of the frontend, whose namespace is `default`. */
  readonly address: string;
}

export interface TestDatabase {
  readonly url: string;
  stop(): Promise<void>;
}

/** An empty database: in the server that a Jest worker's test files share, outside of Jest in one of its own. */
export async function openTestDatabase(): Promise<TestDatabase> {
  if (suiteFolder() === undefined) return startTestPostgres();
  const { url, drop } = await openSharedDatabase();
  return { url, stop: drop };
}

/** PostgreSQL with an empty database, for tests that kill it. Others take `openTestDatabase`, which is there at once. */
export async function startTestPostgres(): Promise<TestPostgres> {
  const workspace = await temporaryFolder();
  const folder = createStateFolder(workspace);
  const component = inTests(new PostgresComponent(folder, () => undefined));
  const data = await component.locate();
  const server = await start(new Supervised(component, folder, () => undefined), async () => {
    await rm(data, { recursive: true, force: true });
    if (!data.startsWith(folder.root)) await rm(path.dirname(data), { recursive: true, force: true });
    await rm(workspace, { recursive: true, force: true });
  });
  return { url: component.url(server.ports), ...server };
}

/** Temporal's development server with a database file. The first one on a machine fetches it. */
export async function startTestTemporal({
  extraArguments = [],
}: { extraArguments?: readonly string[] } = {}): Promise<TestTemporal> {
  const workspace = await temporaryFolder();
  const folder = createStateFolder(workspace);
  const component = inTests(new TemporalComponent(folder, {}, extraArguments));
  const server = await start(new Supervised(component, folder, () => undefined), () =>
    rm(workspace, { recursive: true, force: true }),
  );
  return { address: `127.0.0.1:${server.ports[0] ?? 0}`, ...server };
}

/** Path of the server that skips time, for `TestWorkflowEnvironment.createTimeSkipping({ server: { executable } })`. */
export async function temporalTestServerPath(): Promise<string> {
  return (await fetchAsset(temporalTestServer)).path;
}

/** A new folder of mode 0700. A test removes it; what it leaves, the suite's end removes. */
export const temporaryFolder = (): Promise<string> =>
  mkdtemp(path.join(suiteFolder() ?? os.tmpdir(), 'seedbed-test-'));

/**
 * At ports that no other Jest worker and no stack begins with: while a killed server is away, nobody takes the address that its
 * clients know and that it comes back to.
 */
function inTests<Kind extends Component>(component: Kind): Kind {
  const offset = 10_000 + 100 * Number(process.env['JEST_WORKER_ID'] ?? '1');
  return Object.assign(component, { standardPorts: component.standardPorts.map((port) => port + offset) });
}

async function start(
  supervised: Supervised,
  remove: () => Promise<void>,
): Promise<TestServer & { ports: readonly number[] }> {
  await supervised.open();
  const pid = (): number => {
    const serving = supervised.status().pid;
    if (serving === undefined) throw new Error(`${supervised.name} is not running.`);
    return serving;
  };
  return {
    ports: supervised.ports,
    pid,
    kill9: async () => {
      const serving = identify(pid());
      if (serving === undefined) return;
      process.kill(serving.pid, 'SIGKILL');
      await hasGone(serving, 10_000);
    },
    restart: async () => {
      const before = supervised.ports;
      await supervised.open();
      if (String(supervised.ports) !== String(before))
        throw new Error(
          `${supervised.name} came back at ${String(supervised.ports)}, not at ${String(before)}: somebody took its port.`,
        );
    },
    stop: async () => {
      await supervised.close();
      await remove();
    },
  };
}
