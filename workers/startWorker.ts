import path from 'node:path';
import { Client } from '@temporalio/client';
import { Worker, type WorkerOptions } from '@temporalio/worker';
import type { Logger } from 'pino';
import {
  asAttempts,
  createComputeActivities,
  createReviewActivities,
  createRunActivities,
  createTeacherActivities,
  type ActivityDependencies,
} from '../activities';
import { openPurchasing } from '../adapters/purchasing/openPurchasing';
import { BatchPurchaser } from '../adapters/purchasing/batchPurchaser';
import { Budgets } from '../adapters/store/budgets';
import { migrate, openDatabase } from '../adapters/store/database';
import { EndpointLessons } from '../adapters/store/endpointLessons';
import { Batches } from '../adapters/store/batches';
import { TroubleStore } from '../adapters/store/troubleStore';
import { temporalSettings } from '../adapters/temporal/temporalSettings';
import { readConfiguration, type Configuration } from '../adapters/workspace/configuration';
import { UserError } from '../core/foundations/userError';
import { classifyError } from '../core/foundations/failure/classifyError';
import { Troubles } from '../core/foundations/failure/troubles';
import { secretVariables } from '../core/teacher/endpoint';
import { describeLesson } from '../core/teacher/lessons';
import { computeQueue, runQueue, teacherQueue } from '../core/run/queues';
import { workflowBundle } from './bundle';
import { connectTemporal } from './connectTemporal';
import { endTogether, type Part } from './endTogether';
import { createLog, readLogLevel } from './log';
import { registerSearchAttributes } from './registerSearchAttributes';
import { reportTroubles } from './reportTroubles';
import { watchEventLoop } from './watchEventLoop';
import { queuesVariable, readWorkerQueues } from './workerQueues';
import { openDeciding } from './openDeciding';
import { withSemiSpace } from './semiSpace';

export interface RunningWorker {
  /** Endpoints that it asks for the teacher's answers, for people. */
  readonly endpoints: readonly string[];
  /** Endpoints of its configuration that are files which nobody serves for it. */
  readonly unserved: readonly string[];
  readonly searchAttributes: boolean;
  /** Resolves when the worker has ended; rejects when it broke. */
  readonly ended: Promise<void>;
  /** Sends nothing more, lets what is in flight settle into the store, and ends. */
  stop(): void;
}

/** Shards of two open iterations, and then some: what is sent at once is the limiter's to say, not Temporal's. */
const maxShards = 200;
/** Two cores' worth of screening; more would only starve heartbeats. */
const maxScreenings = 2;

/** Long enough for requests in flight to settle; what does not is retried elsewhere. */
const shutdownGraceTime = '15 seconds';
/** In MB: a workflow task leaves little, and what its thread keeps for new objects lies idle. */
const semiSpaceOfWorkflows = 2;
/** What screening asks of endpoints: few requests, that a whole iteration waits for. */
const beforeAll = [-1];
/** How often a heartbeat leaves at most, and so how soon a cancellation arrives. */
const maxHeartbeatThrottleInterval = '3 seconds';

/**
 * Starts the worker of one workspace in this process: workflows, the store's steps, screening, and a queue for each endpoint of the
 * configuration; or those of them that SEEDBED_QUEUES names.
 *
 * Environment: what `temporalSettings` and `readConfiguration` read; DATABASE_URL; SEEDBED_WORKSPACE; SEEDBED_QUEUES; SEEDBED_LOG_LEVEL.
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
  const configuration = await readConfiguration(workspace, environment);
  const endpoints = Object.keys(configuration.endpoints);
  const queues = readWorkerQueues(environment[queuesVariable] || undefined, endpoints);
  const unserved = Object.keys(configuration.models).filter((name) => !endpoints.includes(name));

  const database = openDatabase(databaseUrl);
  await migrate(database);
  const troubles = new Troubles();
  const { holder, ledger, shares, teacherEndpoints, purchaser } = await openPurchasing(database, {
    ...{ name: `worker ${process.pid}`, environment, troubles },
    endpoints: configuration.endpoints,
    budget: configuration.budget,
    learning: {
      lessons: new EndpointLessons(database),
      // What it said is in the store: the log holds no text.
      onLearned: ({ endpoint, model, lesson }) =>
        log.info(
          { endpoint, model, ...lesson },
          `Endpoint "${endpoint}" (model ${model}) ${describeLesson(lesson)}`,
        ),
    },
    onLowBudget: (budget) => log.warn({ budget }, 'a budget is running low'),
  });
  const batches = new Batches(database, holder);
  const deciding = openDeciding(database, {
    ...{ workspace, configuration, environment, ledger },
    buy: async (request, { address, signal }) =>
      (await purchaser.buy(address, request, beforeAll, signal)).answer,
  });

  const { connection, namespace } = await connectTemporal(environment);
  const searchAttributes = await registerSearchAttributes(connection, namespace);
  const dependencies: ActivityDependencies = {
    ...deciding.dependencies,
    searchAttributes,
    ledger,
    purchaser,
    batches,
    batchPurchaser: new BatchPurchaser(
      batches,
      ledger,
      new Budgets(database),
      teacherEndpoints,
      configuration.budget,
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
  const polling = async (options: Omit<WorkerOptions, keyof typeof shared>): Promise<Part> => {
    const create = () => Worker.create({ ...shared, ...options });
    const worker = await (options.workflowBundle ? withSemiSpace(semiSpaceOfWorkflows, create) : create());
    return {
      run: () => worker.run(),
      shutdown: () => {
        if (worker.getState() === 'RUNNING') worker.shutdown();
      },
    };
  };
  const parts: Part[] = [];
  if (queues.run)
    parts.push(
      await polling({
        taskQueue: runQueue,
        workflowBundle: await workflowBundle(),
        // What a worker that died had under way waits so long for it before another one has it.
        stickyQueueScheduleToStartTimeout: '5 seconds',
        activities: asAttempts(
          { ...createRunActivities(dependencies), ...createReviewActivities(dependencies) },
          tools,
        ),
      }),
    );
  if (queues.compute)
    parts.push(
      await polling({
        taskQueue: computeQueue,
        activities: asAttempts(createComputeActivities(dependencies), tools),
        maxConcurrentActivityTaskExecutions: maxScreenings,
      }),
    );
  for (const endpointName of queues.teacher)
    parts.push(
      await polling({
        taskQueue: teacherQueue(endpointName),
        activities: teacherActivities,
        maxConcurrentActivityTaskExecutions: maxShards,
      }),
    );

  const unwatch = watchEventLoop(log);
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

  let stopping = false;
  const stop = (): void => {
    if (stopping) return;
    stopping = true;
    purchaser.stopSending();
    for (const part of parts) part.shutdown();
    shares.end(); // the others need not wait for the slowest answer
  };
  // When one part breaks, the others end too, and the supervisor starts the whole process anew.
  const ended = endTogether(parts, stop, [
    unwatch,
    () => reporting.abort(),
    () => purchaser.settled(),
    () => reported,
    () => teacherEndpoints.close(),
    () => shares.leave(),
    () => deciding.close(),
    () => holder.stop(),
    () => connection.close(),
    () => database.close(),
  ]);
  return { endpoints: queues.teacher, unserved, searchAttributes, ended, stop };
}

/** The keys that this worker holds, which no failure may show. */
function secretsOf({ endpoints }: Configuration, environment: NodeJS.ProcessEnv): readonly string[] {
  const names = Object.values(endpoints).flatMap(secretVariables);
  const given = names.map((name) => environment[name]);
  return [...given, temporalSettings(environment).connection.apiKey].flatMap((key) => key?.trim() || []);
}
