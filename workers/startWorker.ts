import path from 'node:path';
import { ApplicationFailure } from '@temporalio/common';
import { Worker, type WorkerOptions } from '@temporalio/worker';
import {
  createComputeActivities,
  createReviewActivities,
  createRunActivities,
  createTeacherActivities,
  NoveltyPools,
  type ActivityDependencies,
} from '../activities';
import { embedderOf } from '../adapters/embedder/embedderOf';
import { languageModelOf } from '../adapters/fluency/languageModelOf';
import { Purchaser } from '../adapters/purchasing/purchaser';
import { TeacherPools } from '../adapters/purchasing/teacherPools';
import { Allowances } from '../adapters/store/allowances';
import { migrate, openDatabase } from '../adapters/store/database';
import { StoredEmbeddings } from '../adapters/store/embeddings';
import { FluencyCalibrations } from '../adapters/store/fluencyCalibrations';
import { Holder } from '../adapters/store/holder';
import { IterationStore } from '../adapters/store/iterationStore';
import { Ledger } from '../adapters/store/ledger';
import { RunStore, type StoredRun } from '../adapters/store/runStore';
import { readConfiguration } from '../adapters/workspace/configuration';
import { loadFilterModules } from '../adapters/workspace/loadFilterModules';
import { createCellClassifier } from '../core/screening/cells/classifier';
import { gridOf } from '../core/recipe/coverage/grid';
import { UserError } from '../core/foundations/userError';
import { embeddingFilters } from '../core/screening/filters/embeddingFilters';
import { textFilters } from '../core/screening/filters/textFilters';
import type { NamedLanguageModel } from '../core/screening/fluency/languageModel';
import type { Embed } from '../core/proposing/strategy';
import { needsMending } from '../core/run/failureTypes';
import { computeQueue, runQueue, teacherQueue } from '../core/run/queues';
import { workflowBundle } from './bundle';
import { connectTemporal } from './connectTemporal';
import { registerSearchAttributes } from './registerSearchAttributes';

export interface RunningWorker {
  /** Endpoints that it serves, for people. */
  readonly endpoints: readonly string[];
  readonly searchAttributes: boolean;
  /** Resolves when the worker has ended; rejects when it broke. */
  readonly ended: Promise<void>;
  /** Sends nothing more, lets what is in flight settle into the store, and ends. */
  stop(): void;
}

/** Shards of two open iterations, and then some: what is sent at once is the limiter's to say, not Temporal's. */
const mostShards = 200;
/** Two cores' worth of screening; more would only starve heartbeats. */
const mostScreenings = 2;

/** Long enough for requests in flight to settle; what does not is retried elsewhere. */
const shutdownGraceTime = '15 seconds';
/** How often a heartbeat leaves at most, and so how soon a cancellation arrives. */
const maxHeartbeatThrottleInterval = '2 seconds';

/**
 * Starts the worker of one workspace in this process: workflows, the store's steps, screening, and a queue for each endpoint
 * pool of the configuration.
 *
 * Environment: what `temporalSettings` and `readConfiguration` read; DATABASE_URL; SEEDBED_WORKSPACE.
 */
export async function startWorker(environment: NodeJS.ProcessEnv): Promise<RunningWorker> {
  const workspace = path.resolve(environment['SEEDBED_WORKSPACE'] ?? process.cwd());
  const databaseUrl = environment['DATABASE_URL'];
  if (!databaseUrl)
    throw new UserError(
      'DATABASE_URL is not set: the worker needs its PostgreSQL, such as postgres://user@host/seedbed.',
    );
  const configuration = await readConfiguration(workspace, environment);
  const endpoints = Object.keys(configuration.endpoints);

  const database = openDatabase(databaseUrl);
  await migrate(database);
  const holder = new Holder(database, `worker ${process.pid}`);
  await holder.start();
  const ledger = new Ledger(database, holder);
  const iterations = new IterationStore(database);
  const runs = new RunStore(database);
  const pools = new TeacherPools(configuration.endpoints, new Allowances(database, holder), environment);
  const purchaser = new Purchaser(ledger, holder, pools);
  const embedder = embedderOf(configuration, environment);
  const embeddings = new StoredEmbeddings(database, embedder);
  const embed: Embed = (texts) => embeddings.embed(texts).catch(leaveToPeople);
  const causalModel = languageModelOf(configuration, environment);
  const languageModel: NamedLanguageModel = {
    model: causalModel.model,
    logProbabilities: (requests) => causalModel.logProbabilities(requests).catch(leaveToPeople),
  };
  const calibrations = new FluencyCalibrations(database, languageModel);

  const { connection, namespace } = await connectTemporal(environment);
  const searchAttributes = await registerSearchAttributes(connection, namespace);
  const dependencies: ActivityDependencies = {
    workspace,
    configuration,
    searchAttributes,
    database,
    runs,
    iterations,
    ledger,
    purchaser,
    noveltyPools: new NoveltyPools(iterations, embed),
    embed,
    languageModel,
    filtersOf: async ({ filters: { modules } }) => {
      const ours = [...textFilters, ...embeddingFilters];
      const known = ours.map(({ name }) => name);
      return [...ours, ...(await loadFilterModules(modules, { workspace, environment, known }))];
    },
    fluencyCalibrationOf: remembering(
      ({ setup, materials }: StoredRun) =>
        calibrations.of(setup.recipe, materials.seeds).catch(leaveToPeople),
      ({ runKey }) => runKey,
    ),
    classifierOf: remembering(
      async ({ setup }: StoredRun) => {
        const grid = gridOf(setup.recipe);
        return grid && createCellClassifier(grid, embed);
      },
      ({ runKey }) => runKey,
    ),
    loadRun: remembering(
      (runKey: string) => runs.load(runKey),
      (runKey) => runKey,
    ),
  };

  const shared = {
    connection,
    namespace,
    shutdownGraceTime,
    maxHeartbeatThrottleInterval,
  } satisfies Partial<WorkerOptions>;
  const teacherActivities = createTeacherActivities(dependencies);
  const workers = await Promise.all([
    Worker.create({
      ...shared,
      taskQueue: runQueue,
      workflowBundle: await workflowBundle(),
      activities: { ...createRunActivities(dependencies), ...createReviewActivities(dependencies) },
    }),
    Worker.create({
      ...shared,
      taskQueue: computeQueue,
      activities: createComputeActivities(dependencies),
      maxConcurrentActivityTaskExecutions: mostScreenings,
    }),
    ...endpoints.map((pool) =>
      Worker.create({
        ...shared,
        taskQueue: teacherQueue(pool),
        activities: teacherActivities,
        maxConcurrentActivityTaskExecutions: mostShards,
      }),
    ),
  ]);

  const stop = (): void => {
    purchaser.stopSending();
    for (const worker of workers) if (worker.getState() === 'RUNNING') worker.shutdown();
  };
  const ended = (async () => {
    try {
      // When one of them breaks, the others end too, and the supervisor starts the whole process anew.
      await Promise.all(workers.map((worker) => worker.run().finally(stop)));
    } finally {
      await purchaser.settled();
      await pools.close();
      await embedder.close();
      await causalModel.close();
      await holder.stop();
      await connection.close();
      await database.close();
    }
  })();
  return { endpoints, searchAttributes, ended, stop };
}

/** What can't be fetched or is missing will not come by trying again. */
function leaveToPeople(error: unknown): never {
  if (!(error instanceof UserError)) throw error;
  throw ApplicationFailure.nonRetryable(error.message, needsMending);
}

/** Runs never change once they are prepared, so what is made of one is made once; what failed is tried again. */
function remembering<Of, Made>(
  make: (of: Of) => Promise<Made>,
  keyOf: (of: Of) => string,
): (of: Of) => Promise<Made> {
  const known = new Map<string, Promise<Made>>();
  return (of) => {
    const key = keyOf(of);
    let made = known.get(key);
    if (!made) {
      made = make(of);
      known.set(key, made);
      made.catch(() => known.delete(key));
    }
    return made;
  };
}
