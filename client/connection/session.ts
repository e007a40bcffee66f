import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Client } from '@temporalio/client';
import {
  findStack,
  openStack,
  stackUsers,
  workersBeganAt,
  type Stack,
  type StackEvent,
  type StackAddresses,
} from '../../adapters/stack';
import { migrate, openDatabase, type Database } from '../../adapters/store/database';
import { ExtensionStore } from '../../adapters/store/extensionStore';
import { PairStore } from '../../adapters/store/pairStore';
import { RunStore } from '../../adapters/store/runStore';
import { temporalSettings } from '../../adapters/temporal/temporalSettings';
import { configurationFile } from '../../adapters/workspace/configuration';
import { UserError } from '../../core/foundations/userError';
import { runQueue } from '../../core/run/queues';
import type { ServedModel } from '../../core/teacher/servedModel';
import type { Surroundings } from '../terminal/surroundings';
import { confirmDownload, StackReporter } from './stackReporter';
import { connectTemporal } from './connectTemporal';
import { exitCodes } from '../terminal/exitCodes';

export interface SessionNeeds {
  /** The command, for whoever meets this process. */
  readonly command: string;
  /** Whether somebody must work on runs: where nobody does, a worker is started for the time of the command. */
  readonly worker: boolean;
  readonly teacher: boolean;
  /** Models of the configuration that must be served, by endpoint. Left out: none. */
  readonly models?: Readonly<Record<string, ServedModel>>;
  /** What must hold before a worker of the command's own is started: where others work, only they know. */
  readonly before?: () => Promise<void>;
  /** Whether downloads were agreed to beforehand; else they are asked for. */
  readonly yes: boolean;
}

/** The store and Temporal of a workspace, for the time of one command. */
export class Session {
  readonly runs: RunStore;
  readonly pairs: PairStore;
  readonly extensions: ExtensionStore;
  private connecting: Promise<Client> | undefined;

  constructor(
    readonly workspace: string,
    readonly addresses: StackAddresses,
    readonly database: Database,
    /** What this command keeps up; undefined where it only uses what others do. */
    private readonly stack: Stack | undefined,
    private hasWorkersElsewhere: boolean,
  ) {
    this.runs = new RunStore(database);
    this.pairs = new PairStore(database);
    this.extensions = new ExtensionStore(database);
  }

  /** Connected when first asked for: commands that only read the store never wait for it, nor fail without it. */
  temporal(): Promise<Client> {
    return (this.connecting ??= this.connect());
  }

  private async connect(): Promise<Client> {
    const { temporalAddress, temporalNamespace } = this.addresses;
    const client = await connectTemporal(temporalAddress, temporalNamespace);
    // Beside a worker of this command's own the server's word tells nothing: it may be that one.
    if (!this.stack) this.hasWorkersElsewhere ||= await hasWorkersAt(client, temporalNamespace);
    return client;
  }

  /** Whether runs go on when this command ends. Reads a few small files, so that Ctrl-C can be answered at once. */
  goesOnWithoutUs(): boolean {
    return this.hasWorkersElsewhere || hasWorkerOfOthers(this.workspace);
  }

  /** Whether any worker is up, one too that a killed command left running. For commands that keep none up themselves. */
  isWorkedOn(): boolean {
    return this.goesOnWithoutUs() || workersBeganAt(this.workspace) !== undefined;
  }

  /**
   * Lets go of the store, and ends what was started for this command alone. The connection to Temporal ends with the process:
   * its client retries by a timer that throws on a closed connection, out of everybody's reach.
   */
  async close(): Promise<void> {
    await this.database.close();
    await this.stack?.close();
  }
}

/**
 * The session that a command needs: with the stack that is up, else with one of its own until it closes.
 *
 * @throws UserError when something cannot be fetched, started or reached.
 */
export async function openSession(
  { terminal, workspace }: Surroundings,
  needs: SessionNeeds,
): Promise<Session> {
  const found = await findStack(workspace);
  if (found && !needs.worker) return connect(workspace, found, undefined, false);
  if (found && (await hasWorkers(workspace, found))) {
    warnOfStaleWorker({ terminal, workspace });
    return connect(workspace, found, undefined, true);
  }

  await needs.before?.();
  const { offline, verbose } = terminal.options;
  const reporter = new StackReporter({
    write: (text: string) => {
      terminal.note(text.trimEnd());
      return true;
    },
  } as NodeJS.WriteStream);
  const stack = await openStack({
    workspace,
    worker: needs.worker,
    teacher: needs.teacher,
    ...(needs.models !== undefined && { models: needs.models }),
    command: needs.command,
    onEvent: (event) => {
      if (verbose || (needs.worker ? event.kind !== 'ended' : matters(event))) reporter.show(event);
    },
    ...(offline !== undefined && { offline }),
    ...(!needs.yes && terminal.canAsk && { confirm: confirmDownload }),
  });
  if (verbose) terminal.note(`State is kept in ${join(workspace, '.seedbed')}`);
  return connect(workspace, stack.addresses, stack, false);
}

/** Whether there is, or was, a stack in this workspace that could know of runs. */
export function hasState(workspace: string): boolean {
  return Boolean(process.env['DATABASE_URL']) || existsSync(join(workspace, '.seedbed'));
}

async function connect(
  workspace: string,
  addresses: StackAddresses,
  stack: Stack | undefined,
  elsewhere: boolean,
): Promise<Session> {
  const database = openDatabase(addresses.databaseUrl, 4);
  try {
    await migrate(database);
    return new Session(workspace, addresses, database, stack, elsewhere);
  } catch (cause) {
    await database.close();
    await stack?.close();
    const { host } = new URL(addresses.databaseUrl);
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new UserError(`The database at ${host} can't be used: ${reason}.`, {
      exitCode: exitCodes.failed,
      mend: 'See what is up and what is not: seedbed doctor',
      cause,
    });
  }
}

/** Says where the configuration was changed after a worker of this workspace began: it works by what it read then. */
export function warnOfStaleWorker({
  terminal,
  workspace,
}: Pick<Surroundings, 'terminal' | 'workspace'>): void {
  const began = workersBeganAt(workspace);
  const changed = statSync(join(workspace, configurationFile), { throwIfNoEntry: false })?.mtime;
  if (began && changed && changed > began)
    terminal.warn(
      `${configurationFile} was changed after the worker began, which goes on by what it read then. To have it read anew: seedbed down && seedbed up`,
    );
}

/** Whether someone else than this command works on runs: `seedbed up`, or a worker at a Temporal that we were told of. */
async function hasWorkers(workspace: string, addresses: StackAddresses): Promise<boolean> {
  if (stackUsers(workspace).some((user) => user.command === 'up' && user.ready)) return true;
  if (temporalSettings().address === undefined) return false;
  const client = await connectTemporal(addresses.temporalAddress, addresses.temporalNamespace);
  try {
    return await hasWorkersAt(client, addresses.temporalNamespace);
  } finally {
    await client.connection.close();
  }
}

/** The embedded server's workers are known by their processes; of a server elsewhere only the server can tell. */
async function hasWorkersAt({ workflowService }: Client, namespace: string): Promise<boolean> {
  if (temporalSettings().address === undefined) return false;
  const { pollers } = await workflowService.describeTaskQueue({
    namespace,
    taskQueue: { name: runQueue },
    taskQueueType: 1, // TASK_QUEUE_TYPE_WORKFLOW
  });
  return (pollers ?? []).length > 0;
}

function hasWorkerOfOthers(workspace: string): boolean {
  return stackUsers(workspace).some(
    (user) => user.process.pid !== process.pid && user.components.includes('worker'),
  );
}

/** What even a command that only reads has to say: that something is fetched, waited for, or does not work. */
function matters({ kind }: StackEvent): boolean {
  return kind === 'fetch' || kind === 'waiting' || kind === 'died' || kind === 'failed';
}
