import { existsSync } from 'node:fs';
import { rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Context } from '@temporalio/activity';
import type { WorkflowHandle } from '@temporalio/client';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import {
  bundleWorkflowCode,
  DefaultLogger,
  Runtime,
  Worker,
  type WorkflowBundleOption,
} from '@temporalio/worker';
import type { ComputeActivities, ReviewActivities, RunActivities, TeacherActivities } from '../../activities';
import { asAttempts } from '../../activities/attempts';
import type { RunNote } from '../../activities/runActivities';
import { Troubles } from '../../core/foundations/failure/troubles';
import { recipeSchema } from '../../core/run/recipeSchema';
import type { LoadedBatch } from '../../core/review/batch';
import { emptyFunnel } from '../../core/vocabulary/funnel';
import type { DueStage } from '../../core/run/stages/dueStage';
import type { StageName } from '../../core/run/stages/registry';
import { computeQueue, runQueue } from '../../core/run/queues';
import type { IterationInput } from '../../core/run/iteration';
import { RunProgress, type CarriedRun, type PreparedRun } from '../../core/run/runProgress';
import type { generateDataset } from '../../workflows/generateDataset';
import { suiteFolder } from '../support/suiteFolder';
import { openTimeSkipping } from './openTimeSkipping';

type Activities = RunActivities &
  ComputeActivities &
  TeacherActivities &
  Pick<
    ReviewActivities,
    | 'loadBatch'
    | 'recordVerdicts'
    | 'openBatch'
    | 'extendBatch'
    | 'closeBatch'
    | 'tellRun'
    | 'applyReview'
    | 'acceptCalibration'
  >;

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };

const teacherQueue = 'seedbed-teacher-fake';

/** A run whose target takes two iterations of one shard each, open at once. */
export const prepared: PreparedRun = {
  runKey: 'run@1',
  runTag: 'tag',
  target: 20,
  iterationSize: 20,
  openIterations: 2,
  maxIterations: 20,
  iterationsWithoutPairs: 3,
  listsQueue: teacherQueue,
  collapse: recipeSchema.shape.collapse.parse(undefined),
  listsToWrite: 0,
  reviewsGate: false,
  refits: false,
  searchAttributes: false,
};

/** A run that continues as new before its first iteration. */
export const carried: CarriedRun = {
  prepared,
  open: [],
  iterations: 0,
  withoutPairs: 0,
  funnel: emptyFunnel,
  collapse: new RunProgress(prepared).carry().collapse,
  pause: undefined,
  stopRequested: false,
};

/**
 * Our workflows on Temporal's time-skipping server, with activities that a test hands in: for what takes hours, and for moments
 * that no real teacher hits on demand.
 */
export class WorkflowStage {
  /** What the activities were asked, oldest first. */
  readonly calls: string[] = [];
  readonly notes: RunNote[] = [];
  /** What a test wants of activities; what it leaves out succeeds at once. */
  activities: Partial<Omit<Activities, 'readStage'>> & {
    /** Undefined for the usual course: proposals, then responses. */
    readStage?: (of: { input: IterationInput; stage: StageName }) => Promise<DueStage | null | undefined>;
  } = {};
  private ended: Promise<unknown> = Promise.resolve();

  private constructor(
    readonly environment: TestWorkflowEnvironment,
    private readonly workers: Worker[],
  ) {}

  /** @param given The server; left out, the one that skips time. */
  static async open(given?: TestWorkflowEnvironment): Promise<WorkflowStage> {
    if (!given) Runtime.install({ logger: new DefaultLogger('ERROR') });
    const environment = given ?? (await openTimeSkipping());
    const workflowBundle = await workflowCode();
    const workers: Worker[] = [];
    const stage = new WorkflowStage(environment, workers);
    const shared = {
      connection: environment.nativeConnection,
      activities: asAttempts(fakesOf(stage), { log: silent, troubles: new Troubles(), secrets: [] }),
      maxHeartbeatThrottleInterval: '100 milliseconds',
    } as const;
    workers.push(
      await Worker.create({ ...shared, taskQueue: runQueue, workflowBundle }),
      await Worker.create({ ...shared, taskQueue: computeQueue }),
      await Worker.create({ ...shared, taskQueue: teacherQueue }),
    );
    stage.ended = Promise.all(workers.map((worker) => worker.run()));
    return stage;
  }

  /** Starts a run; with `carriedRun`, as if it had just continued as new. */
  async start(
    workflowId: string,
    {
      input = { recipe: 'any' },
      carriedRun,
      signal = '',
    }: { input?: unknown; carriedRun?: unknown; signal?: string } = {},
  ): Promise<WorkflowHandle<typeof generateDataset>> {
    this.calls.length = this.notes.length = 0;
    const args: [unknown, unknown] = [input, carriedRun];
    const options = { workflowId, taskQueue: runQueue, args };
    const { workflow } = this.environment.client;
    return signal === ''
      ? workflow.start<typeof generateDataset>('generateDataset', options)
      : workflow.signalWithStart<typeof generateDataset>('generateDataset', { ...options, signal });
  }

  async close(): Promise<void> {
    for (const worker of this.workers) worker.shutdown();
    await this.ended;
    await this.environment.teardown();
  }
}

/** The workflows with `slowStart`, bundled by the first file of the suite that needs them. */
async function workflowCode(): Promise<WorkflowBundleOption> {
  const codePath = path.join(suiteFolder() ?? '', 'workflow-bundle.js');
  if (!existsSync(codePath)) {
    const { code } = await bundleWorkflowCode({
      workflowsPath: path.join(__dirname, '..', '..', 'workflows', 'index.ts'),
      workflowInterceptorModules: [require.resolve('./slowStart')],
      logger: new DefaultLogger('ERROR'),
    });
    const part = `${codePath}.${process.pid}`;
    await writeFile(part, code);
    await rename(part, codePath);
  }
  return { codePath };
}

/** A batch of one item, which waits for a week, and then for another one. */
const oneItem: LoadedBatch = {
  policy: {
    holdMs: 60_000,
    remindMs: 86_400_000,
    webhook: null,
    timeoutMs: 604_800_000,
    atTimeout: 'extend',
    unsure: 'reject',
    adjudicator: null,
  },
  items: [{ item: 1, needed: 1, assigned: [] }],
  verdicts: [],
  excerpt: '',
};

/** A stage that asks the one endpoint so much. */
export function dueStage(stage: StageName, count: number): DueStage {
  const asks = count > 0 ? [{ endpoint: 'fake', queue: teacherQueue, count }] : [];
  return { stage, asksAre: `Asks to ${stage}`, asks };
}

/** Activities that note what they are asked, and do what the test wants. */
function fakesOf(stage: WorkflowStage): Activities {
  const note = (call: string) => void stage.calls.push(call);
  return {
    async prepareRun(input) {
      note('prepare');
      return (await stage.activities.prepareRun?.(input)) ?? prepared;
    },
    async extendRun(input) {
      note(`extend ${input.input.extend}`);
      return (await stage.activities.extendRun?.(input)) ?? carried;
    },
    async planIteration(input) {
      note(`plan ${input.iteration}`);
      return (await stage.activities.planIteration?.(input)) ?? { works: 4, due: dueStage('propose', 4) };
    },
    async raiseBudget(raise) {
      note(`raise the budget ${JSON.stringify(raise)}`);
      return (await stage.activities.raiseBudget?.(raise)) ?? [];
    },
    async setRate(rate) {
      note(`set the rate to ${rate.requestsPerMinute}`);
      return (await stage.activities.setRate?.(rate)) ?? { endpoints: ['fake'] };
    },
    async changeTarget(change) {
      note(`change the target to ${change.pairs}`);
      return (await stage.activities.changeTarget?.(change)) ?? { maxIterations: 1_000 };
    },
    async noteRun(runNote) {
      stage.notes.push(runNote);
      return (await stage.activities.noteRun?.(runNote)) ?? null;
    },
    async loadBatch(input) {
      note(`load batch ${input.batch}`);
      return (await stage.activities.loadBatch?.(input)) ?? oneItem;
    },
    async recordVerdicts(input) {
      await stage.activities.recordVerdicts?.(input);
    },
    async openBatch(input) {
      note(`hand out batch ${input.batch}`);
      await stage.activities.openBatch?.(input);
    },
    async extendBatch(input) {
      note(`extend batch ${input.batch}`);
      await stage.activities.extendBatch?.(input);
    },
    async closeBatch(input) {
      note(`close batch ${input.batch}`);
      return (await stage.activities.closeBatch?.(input)) ?? { runHasEnded: false };
    },
    async tellRun(input) {
      note(`tell of batch ${input.batch}`);
      if (stage.activities.tellRun) return stage.activities.tellRun(input);
      const [run = ''] = (Context.current().info.workflowExecution?.workflowId ?? '').split('/');
      await stage.environment.client.workflow.getHandle(run).signal('reviewed', input.batch);
      return true;
    },
    async applyReview(input) {
      note(`apply batch ${input.batch} as ${input.watermark}`);
      return (
        (await stage.activities.applyReview?.(input)) ?? {
          watermark: input.watermark ?? 1,
          funnel: { ...emptyFunnel, awaitingReview: -10, accepted: 10 },
        }
      );
    },
    async refit(input) {
      note(`refit at ${input.watermark}`);
      return (await stage.activities.refit?.(input)) ?? null;
    },
    async acceptCalibration(input) {
      note(`accept calibration ${input.version} by ${input.by}`);
      return (await stage.activities.acceptCalibration?.(input)) ?? 1;
    },
    async exportRun(input) {
      note('export');
      return (await stage.activities.exportRun?.(input)) ?? 'datasets/run.jsonl';
    },
    async askStage(shard) {
      note(`${shard.stage} ${shard.input.iteration}`);
      return (await stage.activities.askStage?.(shard)) ?? { answered: 1, sent: 1 };
    },
    async advanceBatches(asked) {
      note(`batches ${asked.stage} ${asked.input.iteration}`);
      return (await stage.activities.advanceBatches?.(asked)) ?? { next: 'online', open: 0 };
    },
    async readStage({ input, stage: name }) {
      note(`read ${name} ${input.iteration}`);
      const next = await stage.activities.readStage?.({ input, stage: name });
      if (next !== undefined) return next;
      return name === 'propose' ? dueStage('respond', 20) : null;
    },
    async writeLists(input) {
      note('write lists');
      return (await stage.activities.writeLists?.(input)) ?? { answered: 1, sent: 1 };
    },
    async commitIteration(input) {
      note(`commit ${input.iteration}`);
      const funnel = { ...emptyFunnel, proposed: 20, accepted: 10, rejected: 10 };
      return (
        (await stage.activities.commitIteration?.(input)) ?? {
          iteration: input.iteration,
          works: 4,
          funnel,
          reviews: [],
        }
      );
    },
  };
}

/** Heartbeats until the activity is cancelled. */
export async function untilCancelled(): Promise<void> {
  const context = Context.current();
  const beating = setInterval(() => context.heartbeat(), 100);
  try {
    await context.cancelled.catch(() => undefined);
  } finally {
    clearInterval(beating);
  }
}
