import path from 'node:path';
import { Client } from '@temporalio/client';
import {
  NativeConnection,
  Worker,
  type NativeConnectionOptions,
  type WorkerOptions,
} from '@temporalio/worker';
import type { Logger } from 'pino';
import {
  asAttempts,
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
import { CommitStore } from '../adapters/store/commitStore';
import { CommittedPairs } from '../adapters/store/committedPairs';
import { PlanStore } from '../adapters/store/planStore';
import { StageStore } from '../adapters/store/stageStore';
import { Ledger } from '../adapters/store/ledger';
import { RunStore, type StoredRun } from '../adapters/store/runStore';
import { TroubleStore } from '../adapters/store/troubleStore';
import { readConfiguration, type Configuration } from '../adapters/workspace/configuration';
import { loadFilterModules } from '../adapters/workspace/loadFilterModules';
import { createCellClassifier } from '../core/screening/cells/classifier';
import { gridOf } from '../core/recipe/coverage/grid';
import { UserError } from '../core/foundations/userError';
import { classifyError } from '../core/foundations/failure/classifyError';
import { embeddingFilters } from '../core/screening/filters/embeddingFilters';
import { textFilters } from '../core/screening/filters/textFilters';
import { Troubles } from '../core/foundations/failure/troubles';
import type { NamedLanguageModel } from '../core/screening/fluency/languageModel';
import type { Embed } from '../core/foundations/embedding/embed';
import { computeQueue, runQueue, teacherQueue } from '../core/run/queues';
import { workflowBundle } from './bundle';
import { createLog, readLogLevel } from './log';
import { registerSearchAttributes } from './registerSearchAttributes';
import { reportTroubles } from './reportTroubles';

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
 * Environment: TEMPORAL_ADDRESS, TEMPORAL_NAMESPACE, TEMPORAL_API_KEY, TEMPORAL_TLS; DATABASE_URL; SEEDBED_WORKSPACE;
 * SEEDBED_LOG_LEVEL; and what `readConfiguration` reads.
 */
export async function startWorker(
  environment: NodeJS.ProcessEnv,
  log: Logger = createLog(readLogLevel(environment)),
): Promise<RunningWorker> {
  const workspace = path.resolve(environment['SEEDBED_WORKSPACE'] ?? process.cwd());
  const databaseUrl = environment['DATABASE_URL'];
  if (!databaseUrl)
    throw new UserError(
      'DATABASE_URL is not set: the worker needs its PostgreSQL, such as postgres://user@host/seedbed.',
    );
  const namespace = environment['TEMPORAL_NAMESPACE'] ?? 'default';
  const configuration = await readConfiguration(workspace, environment);
  const endpoints = Object.keys(configuration.endpoints);

  const database = openDatabase(databaseUrl);
  await migrate(database);
  const holder = new Holder(database, `worker ${process.pid}`);
  await holder.start();
  const ledger = new Ledger(database, holder);
  const committed = new CommittedPairs(database);
  const runs = new RunStore(database);
  const pools = new TeacherPools(configuration.endpoints, new Allowances(database, holder), environment);
  const troubles = new Troubles();
  const purchaser = new Purchaser(ledger, holder, pools, troubles);
  const embedder = embedderOf(configuration, environment);
  const embeddings = new StoredEmbeddings(database, embedder);
  const embed: Embed = (texts) => embeddings.embed(texts);
  const causalModel = languageModelOf(configuration, environment);
  const languageModel: NamedLanguageModel = causalModel;
  const calibrations = new FluencyCalibrations(database, languageModel);

  const connection = await NativeConnection.connect(connectionOptions(environment));
  const searchAttributes = await registerSearchAttributes(connection, namespace);
  const dependencies: ActivityDependencies = {
    workspace,
    configuration,
    searchAttributes,
    database,
    runs,
    plans: new PlanStore(database),
    stages: new StageStore(database),
    commits: new CommitStore(database),
    committed,
    ledger,
    purchaser,
    noveltyPools: new NoveltyPools(committed, embed),
    embed,
    languageModel,
    filtersOf: async ({ filters: { modules } }) => {
      const ours = [...textFilters, ...embeddingFilters];
      const known = ours.map(({ name }) => name);
      return [...ours, ...(await loadFilterModules(modules, { workspace, environment, known }))];
    },
    fluencyCalibrationOf: remembering(
      ({ setup, materials }: StoredRun) => calibrations.of(setup.recipe, materials.seeds),
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
  const tools = { log, troubles, secrets: secretsOf(configuration, environment) };
  const teacherActivities = asAttempts(createTeacherActivities(dependencies), tools);
  const workers = await Promise.all([
    Worker.create({
      ...shared,
      taskQueue: runQueue,
      workflowBundle: await workflowBundle(),
      activities: asAttempts(
        { ...createRunActivities(dependencies), ...createReviewActivities(dependencies) },
        tools,
      ),
    }),
    Worker.create({
      ...shared,
      taskQueue: computeQueue,
      activities: asAttempts(createComputeActivities(dependencies), tools),
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

  const reporting = new AbortController();
  const reported = reportTroubles(
    {
      troubles,
      store: new TroubleStore(database),
      client: new Client({ connection, namespace }),
      holder: holder.id,
      onError: (error) => log.debug({ code: classifyError(error).code }, 'troubles could not be reported'),
    },
    reporting.signal,
  );

  const stop = (): void => {
    purchaser.stopSending();
    for (const worker of workers) if (worker.getState() === 'RUNNING') worker.shutdown();
  };
  const ended = (async () => {
    try {
      // When one of them breaks, the others end too, and the supervisor starts the whole process anew.
      await Promise.all(workers.map((worker) => worker.run().finally(stop)));
    } finally {
      reporting.abort();
      await purchaser.settled();
      await reported;
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

function connectionOptions(environment: NodeJS.ProcessEnv): NativeConnectionOptions {
  const apiKey = environment['TEMPORAL_API_KEY'];
  const tls = environment['TEMPORAL_TLS'];
  return {
    address: environment['TEMPORAL_ADDRESS'] ?? '127.0.0.1:7233',
    ...(apiKey ? { apiKey, tls: true } : {}),
    ...(tls === undefined ? {} : { tls: tls === 'true' || tls === '1' }),
  };
}

/** The keys that this worker holds, which no failure may show. */
function secretsOf({ endpoints }: Configuration, environment: NodeJS.ProcessEnv): readonly string[] {
  const names = Object.values(endpoints).map(({ apiKeyEnv }) => apiKeyEnv ?? '');
  return [...names, 'TEMPORAL_API_KEY'].flatMap((name) => environment[name]?.trim() || []);
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
      made.catch(() => known.delete(key)); // told to whoever waits for it
    }
    return made;
  };
}
