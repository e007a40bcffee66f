import { chmod, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Client, type Connection, type WorkflowHandle } from '@temporalio/client';
import { stringify } from 'yaml';
import type { z } from 'zod';
import { openStack, type ComponentName, type Stack } from '../../adapters/stack';
import { migrate, openDatabase, type Database } from '../../adapters/store/database';
import { RunStore } from '../../adapters/store/runStore';
import { openConnection } from '../../adapters/temporal/openConnection';
import { PairStore } from '../../adapters/store/pairStore';
import { datasetBytes } from '../../core/dataset/formats/datasetBytes';
import { jsonl } from '../../core/dataset/formats/jsonl';
import type { RecipeInput } from '../../core/run/recipeSchema';
import type { RunStatus } from '../../core/run/status';
import type { endpointSchema } from '../../core/teacher/endpoint';
import { runKeyOf } from '../../core/vocabulary/runKey';
import type { generateDataset } from '../../workflows/generateDataset';
import { temporaryFolder } from './embeddedStack';
import { openSharedDatabase, openSharedNamespace } from './sharedServers';
import { suiteFolder } from './suiteFolder';

export interface TestSeedbedOptions {
  /** The teacher's address, with /v1. */
  readonly teacher: string;
  readonly endpoint?: Partial<z.input<typeof endpointSchema>>;
  /** Addresses of further teachers by the name that recipes use; `teacher` is called "simulated". */
  readonly others?: Readonly<Record<string, string>>;
  /** Further fields of the worker's configuration, and its further endpoints. */
  readonly configuration?: { readonly endpoints?: object; readonly [field: string]: unknown };
  /** Settings of Temporal's server, which is then its own. */
  readonly temporalArguments?: readonly string[];
  /** False: Temporal and PostgreSQL alone. */
  readonly worker?: boolean;
  /**
   * Whose Temporal and PostgreSQL it uses. `shared`: those of the Jest worker, in a namespace and a database of its own, as where
   * they are configured. `own`: servers of its own, for tests that kill them. Left out: shared; outside of Jest, its own.
   */
  readonly servers?: 'shared' | 'own';
}

/**
 * Seedbed with everything real but its teacher: the supervisor of `seedbed up` with Temporal's server, PostgreSQL and a worker,
 * as processes of their own, in a temporary folder. Each that is its own can be killed; the supervisor starts it again. One with
 * shared servers may be open in a test file at a time, since they are configured by the environment that its commands inherit.
 */
export class TestSeedbed {
  readonly runs: RunStore;

  private constructor(
    readonly workspace: string,
    readonly stack: Stack,
    readonly database: Database,
    readonly connection: Connection,
    readonly client: Client,
    private readonly leaveServers: () => Promise<void>,
  ) {
    this.runs = new RunStore(database);
  }

  static async start(options: TestSeedbedOptions): Promise<TestSeedbed> {
    const workspace = await temporaryFolder();
    await chmod(workspace, 0o755); // open to the database's own user, so that its data lies in here
    const plain = { model: 'simulated', structuredOutput: true };
    const others = Object.entries(options.others ?? {}).map(
      ([name, baseUrl]) => [name, { ...plain, baseUrl }] as const,
    );
    const simulated = { ...plain, baseUrl: options.teacher, ...options.endpoint };
    await writeFile(
      path.join(workspace, 'seedbed.config.yaml'),
      stringify({
        ...options.configuration,
        endpoints: { simulated, ...Object.fromEntries(others), ...options.configuration?.endpoints },
      }),
    );
    const isShared =
      suiteFolder() !== undefined && options.servers !== 'own' && options.temporalArguments === undefined;
    const leaveServers = isShared ? await useSharedServers() : () => Promise.resolve();
    try {
      const stack = await openStack({
        workspace,
        teacher: false,
        worker: options.worker ?? true,
        command: 'test',
        ...(options.temporalArguments === undefined ? {} : { temporalArguments: options.temporalArguments }),
      });
      const { databaseUrl, temporalAddress, temporalNamespace: namespace } = stack.addresses;
      const database = openDatabase(databaseUrl, 4);
      try {
        await migrate(database);
        const connection = await openConnection({ address: temporalAddress });
        const client = new Client({ connection, namespace });
        return new TestSeedbed(workspace, stack, database, connection, client, leaveServers);
      } catch (error) {
        await database.close();
        await stack.close();
        throw error;
      }
    } catch (error) {
      await leaveServers();
      throw error;
    }
  }

  /** The process of a component that runs now. */
  pid(name: ComponentName): number {
    const pid = this.stack.components().find((component) => component.name === name)?.pid;
    if (pid === undefined)
      throw new Error(
        `${name} is not running, or shared with other test files: see TestSeedbedOptions.servers.`,
      );
    return pid;
  }

  /** Ends a component with SIGKILL; resolves when the supervisor has another one running. */
  async kill9(name: ComponentName): Promise<void> {
    const before = this.pid(name);
    process.kill(before, 'SIGKILL');
    await eventually(`${name} to be started again`, () => {
      const now = this.stack.components().find((component) => component.name === name);
      return Promise.resolve(now?.state === 'running' && now.pid !== before);
    });
  }

  async startRun(
    recipe: RecipeInput,
    workflowId: string = recipe.name,
  ): Promise<WorkflowHandle<typeof generateDataset>> {
    return this.client.workflow.start<typeof generateDataset>('generateDataset', {
      workflowId,
      taskQueue: 'seedbed',
      args: [{ recipe }],
    });
  }

  async runKey(workflowId: string): Promise<string> {
    const { rows } = await this.database.query<{ workflow_id: string; first_run_id: string }>(
      'select workflow_id, first_run_id from runs where workflow_id = $1 order by created_at desc limit 1',
      [workflowId],
    );
    if (!rows[0]) throw new Error(`The store knows no run ${workflowId}.`);
    return runKeyOf({ workflowId: rows[0].workflow_id, firstRunId: rows[0].first_run_id });
  }

  async status(workflowId: string): Promise<RunStatus> {
    const status = await this.runs.status(await this.runKey(workflowId));
    if (!status) throw new Error(`The store knows no run ${workflowId}.`);
    return status;
  }

  /** The run's dataset, as `seedbed export --format jsonl` writes it. */
  async dataset(workflowId: string): Promise<string> {
    const runKey = await this.runKey(workflowId);
    const { setup } = await this.runs.load(runKey);
    let text = '';
    const pairs = new PairStore(this.database).accepted(runKey);
    for await (const piece of datasetBytes(jsonl, pairs, { seed: setup.recipe.seed })) text += String(piece);
    return text;
  }

  async stop(): Promise<void> {
    await this.connection.close();
    await this.database.close();
    await this.stack.close();
    await this.leaveServers();
    await rm(this.workspace, { recursive: true, force: true });
  }
}

/** Configures this process, and the commands that it starts, to use the servers that are shared; returns how to undo it. */
async function useSharedServers(): Promise<() => Promise<void>> {
  if (process.env['DATABASE_URL'] !== undefined)
    throw new Error(
      'A TestSeedbed with shared servers is open already: stop it, or start this one with servers of its own.',
    );
  const [{ url, drop }, { address, namespace }] = await Promise.all([
    openSharedDatabase(),
    openSharedNamespace(),
  ]);
  const configured = { TEMPORAL_ADDRESS: address, TEMPORAL_NAMESPACE: namespace, DATABASE_URL: url };
  Object.assign(process.env, configured);
  return async () => {
    for (const variable of Object.keys(configured)) delete process.env[variable];
    await drop();
  };
}

/** Waits until a condition holds, and says what it waited for when it never does. Errors count as "not yet". */
export async function eventually<Value>(
  what: string,
  check: () => Promise<Value | undefined | false>,
  withinMs = 60_000,
): Promise<Value> {
  const end = Date.now() + withinMs;
  let last: unknown;
  for (;;) {
    try {
      const value = await check();
      if (value !== undefined && value !== false) return value;
    } catch (error) {
      last = error;
    }
    if (Date.now() > end) throw new Error(`Waited ${withinMs} ms in vain for ${what}.`, { cause: last });
    await delay(50);
  }
}
