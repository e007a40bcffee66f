import path from 'node:path';
import { UserError } from '../../core/foundations/userError';
import { setTimeout as delay } from 'node:timers/promises';
import { embeddedTemporal, temporalSettings } from '../temporal/temporalSettings';
import { endComponent } from './ending';
import type { StackEvent } from './events';
import type { Download, FetchOptions } from './fetch';
import { fetchMiniLm } from './fetchMiniLm';
import type { ServedModel } from '../../core/teacher/servedModel';
import { servedModelsVariable } from '../workspace/configuration';
import { ModelComponent } from './modelComponent';
import { TeacherComponent, WorkerComponent } from './nodeProcesses';
import { PostgresComponent } from './postgres';
import { endProcess, hasGone, isSame, thisProcess } from './processIdentity';
import {
  beganAt,
  type ComponentName,
  componentNamesOf,
  isUp,
  lockFile,
  readRecord,
  readUsers,
  removeUser,
  type StackUser,
  writeUser,
} from './records';
import { type Component, type ComponentStatus, Supervised } from './supervised';
import { TemporalComponent, temporalNamespace } from './temporal';
import { withLock } from './lock';
import { createStateFolder, stateFolder, type StateFolder } from './workspace';

export { workerAllocation, workerArguments } from './workerProcess';
export type { StackEvent } from './events';
export type { Download, FetchProgress } from './fetch';
export type { ComponentName, StackUser } from './records';
export type { ComponentStatus } from './supervised';

export interface StackAddresses {
  /** host:port of Temporal's frontend. */
  readonly temporalAddress: string;
  readonly temporalNamespace: string;
  /** Undefined where Temporal is configured: only its operator knows where its UI is. */
  readonly uiUrl: string | undefined;
  /** With its password: for programs, and for people who ask. */
  readonly databaseUrl: string;
  /** Base URL of the local teacher's OpenAI-compatible API, `/v1` included. */
  readonly teacherUrl: string | undefined;
  /** Base URLs of the configuration's models that are served, by endpoint. */
  readonly models: Readonly<Record<string, string>>;
  /** Folder with a log for each component. */
  readonly logs: string;
}

export interface StackOptions {
  /** Folder whose `.seedbed` holds the state. */
  readonly workspace: string;
  /** Whether the local teacher and a worker are wanted. */
  readonly teacher: boolean;
  readonly worker: boolean;
  /** How many workers, where one is wanted; 1 where left out. */
  readonly workers?: number | undefined;
  /** The configuration's models that are to be served, by endpoint. Left out: none. */
  readonly models?: Readonly<Record<string, ServedModel>>;
  readonly offline?: boolean;
  /** Asked before each download, one at a time; false refuses it. Left out: agreed. */
  readonly confirm?: (download: Download) => Promise<boolean>;
  readonly onEvent?: (event: StackEvent) => void;
  /** Further arguments for `temporal server start-dev`. */
  readonly temporalArguments?: readonly string[];
  /** What this process is, for people who meet it: `run`, unless it says otherwise. */
  readonly command?: string;
  /** Built programs to run instead of Seedbed's own. */
  readonly entries?: { readonly teacher?: string; readonly worker?: string };
}

export interface Stack {
  readonly addresses: StackAddresses;
  components(): ComponentStatus[];
  /** Ends what is ours and nobody else uses: worker, teacher, Temporal, database, in this order. Safe to call twice. */
  close(): Promise<void>;
}

/**
 * Everything a run needs, on this machine: what is configured (`TEMPORAL_ADDRESS`, `DATABASE_URL`) is used, what is missing
 * is started and kept alive until `close`. Components are processes of their own that survive ours, however it ends; the
 * next caller attaches to them. Several processes may have one workspace's stack open: the last one out ends it.
 * @throws UserError with what to do, when something cannot be fetched or started; what was started by then is ended.
 */
export async function openStack(options: StackOptions): Promise<Stack> {
  const folder = createStateFolder(options.workspace);
  const onEvent = options.onEvent ?? (() => undefined);
  const fetching: FetchOptions = {
    onProgress: (progress) => onEvent({ kind: 'fetch', progress }),
    ...(options.offline === undefined ? {} : { offline: options.offline }),
    ...(options.confirm === undefined ? {} : { confirm: oneAtATime(options.confirm) }),
  };
  const configured = configuredAddresses();
  const supervise = (component: Component): Supervised => new Supervised(component, folder, onEvent);

  const postgres = new PostgresComponent(folder, (message) => onEvent({ kind: 'note', message }));
  const database = configured.databaseUrl === undefined ? supervise(postgres) : undefined;
  const temporal =
    configured.temporalAddress === undefined
      ? supervise(new TemporalComponent(folder, fetching, options.temporalArguments))
      : undefined;
  const teacher = options.teacher
    ? supervise(new TeacherComponent(fetching, options.entries?.teacher))
    : undefined;
  const models = Object.entries(options.models ?? {}).map(([endpoint, model], index) => ({
    endpoint,
    server: supervise(
      new ModelComponent(endpoint, model, index, options.workspace, options.entries?.teacher),
    ),
  }));

  const addresses = (): StackAddresses => ({
    temporalAddress: configured.temporalAddress ?? local(temporal?.ports[0]),
    temporalNamespace: configured.temporalNamespace,
    uiUrl: temporal === undefined ? undefined : `http://${local(temporal.ports[1])}`,
    databaseUrl: configured.databaseUrl ?? postgres.url(database?.ports ?? []),
    teacherUrl: teacher === undefined ? undefined : `http://${local(teacher.ports[0])}/v1`,
    models: Object.fromEntries(
      models.map(({ endpoint, server }) => [endpoint, `http://${local(server.ports[0])}/v1`]),
    ),
    logs: folder.logs,
  });
  const workers = Array.from({ length: options.worker ? (options.workers ?? 1) : 0 }, (_, index) =>
    supervise(
      new WorkerComponent(
        () => workerEnvironment(options.workspace, addresses()),
        () => provideEmbeddings(fetching, (message) => onEvent({ kind: 'note', message })),
        options.entries?.worker,
        index + 1,
      ),
    ),
  );

  const servers = models.map(({ server }) => server);
  const supervised = [database, temporal, teacher, ...servers, ...workers].filter(
    (each) => each !== undefined,
  );
  const user = { command: options.command ?? 'run', components: supervised.map((each) => each.name) };
  let closing: Promise<void> | undefined;
  const close = async (): Promise<void> => {
    removeUser(folder.stack);
    for (const each of supervised.toReversed()) await each.close();
  };

  writeUser(folder.stack, { ...user, ready: false }); // before anything opens, so that whoever closes meanwhile leaves it to us
  try {
    if (database !== undefined) await postgres.locate();
    await allOrFirstFailure([
      ...[database, temporal, teacher].flatMap((each) => each?.open() ?? []),
      oneAfterTheOther(servers),
    ]);
    await oneAfterTheOther(workers);
  } catch (error) {
    await close();
    throw error;
  }
  for (const each of supervised) each.watch();
  writeUser(folder.stack, { ...user, ready: true });

  return {
    addresses: addresses(),
    components: () => [...supervised.map((each) => each.status()), ...configured.statuses],
    close: () => (closing ??= close()),
  };
}

/** Addresses of the stack that runs for a workspace, whoever started it. Undefined where its database or Temporal is down. */
export function findStack(workspace: string): Promise<StackAddresses | undefined> {
  const folder = stateFolder(workspace);
  const configured = configuredAddresses();
  const ports = (name: ComponentName): readonly number[] | undefined => {
    const record = readRecord(folder.stack, name);
    return isUp(record) ? record.ports : undefined;
  };
  const models = componentNamesOf(folder.stack).flatMap((name) => {
    const [port] = (name.startsWith('model-') && ports(name)) || [];
    return port === undefined ? [] : [[name.slice('model-'.length), `http://${local(port)}/v1`] as const];
  });
  const [database, temporal, teacher] = [ports('postgres'), ports('temporal'), ports('teacher')];
  if (configured.databaseUrl === undefined && database === undefined) return Promise.resolve(undefined);
  if (configured.temporalAddress === undefined && temporal === undefined) return Promise.resolve(undefined);
  return Promise.resolve({
    temporalAddress: configured.temporalAddress ?? local(temporal?.[0]),
    temporalNamespace: configured.temporalNamespace,
    uiUrl: configured.temporalAddress === undefined ? `http://${local(temporal?.[1])}` : undefined,
    databaseUrl: configured.databaseUrl ?? new PostgresComponent(folder, () => undefined).url(database ?? []),
    teacherUrl: teacher === undefined ? undefined : `http://${local(teacher[0])}/v1`,
    models: Object.fromEntries(models),
    logs: folder.logs,
  });
}

/** When the first of a workspace's workers began, of those that are up; undefined where none is. */
export function workersBeganAt(workspace: string): Date | undefined {
  const { stack } = stateFolder(workspace);
  const began = componentNamesOf(stack).flatMap((name) =>
    /^worker(?:-\d+)?$/.test(name) ? (beganAt(stack, name) ?? []) : [],
  );
  return began.sort((one, other) => one.getTime() - other.getTime())[0];
}

export interface Ending {
  readonly ended: readonly { readonly what: string; readonly pid: number }[];
  /** Other commands that have the stack open, for which it was kept. */
  readonly usedBy: readonly StackUser[];
}

/**
 * Ends the stack of a workspace: asks `seedbed up` to end, then ends what a killed one left. Where another command has it
 * open, its components are left to it, unless `force`.
 */
export async function endStack(workspace: string, { force = false } = {}): Promise<Ending> {
  const folder = stateFolder(workspace);
  const ended: { what: string; pid: number }[] = [];
  const names = componentNamesOf(folder.stack);
  const running = names.flatMap((name) => {
    const record = readRecord(folder.stack, name);
    return isUp(record) ? [{ name, process: record.process }] : [];
  });
  for (const user of readUsers(folder.stack)) {
    if (isSame(user.process, thisProcess()) || !(force || user.command === 'up')) continue;
    await endProcess(user.process, { signal: 'SIGTERM', graceMilliseconds: 75_000 });
    ended.push({ what: `seedbed ${user.command}`, pid: user.process.pid });
  }
  const usedBy = readUsers(folder.stack).filter((user) => !isSame(user.process, thisProcess()));
  for (const name of names.toReversed()) {
    if (!usedBy.some((user) => user.components.includes(name))) await endLeftover(folder, name);
  }
  for (const { name, process } of running.toReversed()) {
    if (await hasGone(process, 0)) ended.push({ what: name, pid: process.pid });
  }
  return { ended, usedBy };
}

/** Who has a workspace's stack open, and whether what they asked for is up. */
export const stackUsers = (workspace: string): StackUser[] => readUsers(stateFolder(workspace).stack);

/** Waits until a process has the whole stack open. False when it ended instead. */
export async function hasOpened(workspace: string, pid: number, isAlive: () => boolean): Promise<boolean> {
  while (isAlive()) {
    if (stackUsers(workspace).some((user) => user.process.pid === pid && user.ready)) return true;
    await delay(50);
  }
  return false;
}

async function endLeftover(folder: StateFolder, name: ComponentName): Promise<void> {
  await withLock(lockFile(folder.stack, name), async () => {
    const record = readRecord(folder.stack, name);
    if (isUp(record)) await endComponent(folder.stack, name, record);
  });
}

interface Configured {
  readonly temporalAddress: string | undefined;
  readonly temporalNamespace: string;
  readonly databaseUrl: string | undefined;
  readonly statuses: readonly ComponentStatus[];
}

function configuredAddresses(environment: NodeJS.ProcessEnv = process.env): Configured {
  const { address: temporalAddress, namespace } = temporalSettings(environment);
  const databaseUrl = environment['DATABASE_URL'] || undefined;
  const status = (name: ComponentName): ComponentStatus => ({
    name,
    kind: 'configured',
    state: 'configured',
    pid: undefined,
    restarts: 0,
    ours: false,
  });
  return {
    temporalAddress,
    // The embedded server has one namespace; a configured one may be asked for any.
    temporalNamespace: (temporalAddress && namespace) || temporalNamespace,
    databaseUrl,
    statuses: [
      ...(databaseUrl === undefined ? [] : [status('postgres')]),
      ...(temporalAddress === undefined ? [] : [status('temporal')]),
    ],
  };
}

/** What a worker of this stack is told beside our own environment, or instead of it. */
export function workerEnvironment(
  workspace: string,
  addresses: StackAddresses,
): Record<string, string | undefined> {
  const { temporalAddress, temporalNamespace } = addresses;
  const isEmbedded = temporalSettings().address === undefined;
  return {
    ...(isEmbedded
      ? embeddedTemporal(temporalAddress, temporalNamespace)
      : { TEMPORAL_ADDRESS: temporalAddress, TEMPORAL_NAMESPACE: temporalNamespace }),
    DATABASE_URL: addresses.databaseUrl,
    SEEDBED_WORKSPACE: path.resolve(workspace),
    SEEDBED_LOCAL_TEACHER_URL: addresses.teacherUrl,
    [servedModelsVariable]: servedModelsValue(addresses),
  };
}

/** The models of a stack, as the configuration reads them from the environment; undefined where it serves none. */
export function servedModelsValue({ models }: Pick<StackAddresses, 'models'>): string | undefined {
  const entries = Object.entries(models).map(([endpoint, baseUrl]) => `${endpoint}=${baseUrl}`);
  return entries.join(' ') || undefined;
}

const local = (port: number | undefined): string => `127.0.0.1:${port ?? 0}`;

/** Waits for all, even when one fails, so that nothing is still starting while the rest is ended; then throws the first failure. */
async function allOrFirstFailure(work: readonly Promise<void>[]): Promise<void> {
  for (const result of await Promise.allSettled(work)) if (result.status === 'rejected') throw result.reason;
}

/** So that each is weighed against the memory which those before it left, and finds what the first one fetched. */
async function oneAfterTheOther(servers: readonly Supervised[]): Promise<void> {
  for (const server of servers) await server.open();
}

/** One question at a time, however many downloads begin together. */
function oneAtATime<A>(ask: (about: A) => Promise<boolean>): (about: A) => Promise<boolean> {
  let last: Promise<unknown> = Promise.resolve();
  return (about) => {
    const answer = last.then(() => ask(about));
    last = answer.catch(() => undefined); // told to whoever asked; the next question comes all the same
    return answer;
  };
}

/** Fetches the embedding model before a worker starts. Most runs do without, so a worker starts without it too. */
async function provideEmbeddings(fetching: FetchOptions, note: (message: string) => void): Promise<void> {
  try {
    await fetchMiniLm(fetching);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    note(`${error.message} Runs that steer, augment or choose diverse examples need it.`);
  }
}
