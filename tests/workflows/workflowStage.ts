import path from 'node:path';
import { Context } from '@temporalio/activity';
import type { WorkflowHandle } from '@temporalio/client';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { bundleWorkflowCode, DefaultLogger, Runtime, Worker } from '@temporalio/worker';
import type { ComputeActivities, ReviewActivities, RunActivities, TeacherActivities } from '../../activities';
import type { RunNote } from '../../activities/runActivities';
import { recipeSchema } from '../../core/recipe/schema';
import type { LoadedBatch } from '../../core/review/batch';
import { emptyFunnel } from '../../core/vocabulary/funnel';
import { computeQueue, runQueue } from '../../core/run/queues';
import { RunProgress, type CarriedRun, type PreparedRun } from '../../core/run/runProgress';
import type { generateDataset } from '../../workflows/generateDataset';
import { temporalTestServerPath } from '../support/embeddedStack';

type Activities = RunActivities &
  ComputeActivities &
  TeacherActivities &
  Pick<
    ReviewActivities,
    'loadBatch' | 'recordVerdicts' | 'closeBatch' | 'tellRun' | 'applyReview' | 'acceptCalibration'
  >;

const teacherQueue = 'seedbed-teacher-fake';

/** A run whose target takes two iterations of one shard each, open at once. */
export const prepared: PreparedRun = {
  runKey: 'run@1',
  runTag: 'tag',
  target: 20,
  iterationSize: 20,
  openIterations: 2,
  mostIterations: 20,
  barrenIterations: 3,
  queues: { propose: teacherQueue, classify: teacherQueue, judge: teacherQueue },
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
  barren: 0,
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
  activities: Partial<Activities> = {};
  private ended: Promise<unknown> = Promise.resolve();

  private constructor(
    readonly environment: TestWorkflowEnvironment,
    private readonly workers: Worker[],
  ) {}

  static async open(): Promise<WorkflowStage> {
    Runtime.install({ logger: new DefaultLogger('ERROR') });
    const environment = await TestWorkflowEnvironment.createTimeSkipping({
      server: { executable: { type: 'existing-path', path: await temporalTestServerPath() } },
    });
    const workflowBundle = await bundleWorkflowCode({
      workflowsPath: path.join(__dirname, '..', '..', 'workflows', 'index.ts'),
      workflowInterceptorModules: [require.resolve('./slowStart')],
      logger: new DefaultLogger('ERROR'),
    });
    const workers: Worker[] = [];
    const stage = new WorkflowStage(environment, workers);
    const shared = {
      connection: environment.nativeConnection,
      activities: fakesOf(stage),
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
    { carriedRun, signal = '' }: { carriedRun?: unknown; signal?: string } = {},
  ): Promise<WorkflowHandle<typeof generateDataset>> {
    this.calls.length = this.notes.length = 0;
    const args: [unknown, unknown] = [{ recipe: 'any' }, carriedRun];
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

/** A batch of one item, which waits for a week, and then for another one. */
const oneItem: LoadedBatch = {
  policy: {
    claimMs: 60_000,
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

const responders = [{ pool: 'fake', queue: teacherQueue, candidates: 20 }];

/** Activities that note what they are asked, and do what the test wants. */
function fakesOf(stage: WorkflowStage): Activities {
  const note = (call: string) => void stage.calls.push(call);
  return {
    async prepareRun(input) {
      note('prepare');
      return (await stage.activities.prepareRun?.(input)) ?? prepared;
    },
    async planIteration(input) {
      note(`plan ${input.iteration}`);
      return (await stage.activities.planIteration?.(input)) ?? { works: 4, asking: 4 };
    },
    async noteRun(runNote) {
      stage.notes.push(runNote);
      await stage.activities.noteRun?.(runNote);
    },
    async loadBatch(input) {
      note(`load batch ${input.batch}`);
      return (await stage.activities.loadBatch?.(input)) ?? oneItem;
    },
    async recordVerdicts(input) {
      await stage.activities.recordVerdicts?.(input);
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
    async propose(shard) {
      note(`propose ${shard.input.iteration}`);
      return (await stage.activities.propose?.(shard)) ?? { answered: 1, sent: 1 };
    },
    async respond(shard) {
      note(`respond ${shard.input.iteration}`);
      return (await stage.activities.respond?.(shard)) ?? { answered: 1, sent: 1 };
    },
    async screenInstructions(input) {
      note(`screen ${input.iteration}`);
      return (
        (await stage.activities.screenInstructions?.(input)) ?? { toCompare: 0, toClassify: 0, responders }
      );
    },
    async screenPairs(input) {
      note(`screen pairs ${input.iteration}`);
      return (await stage.activities.screenPairs?.(input)) ?? 0;
    },
    async writeLists(input) {
      note('write lists');
      return (await stage.activities.writeLists?.(input)) ?? { answered: 1, sent: 1 };
    },
    async compare(shard) {
      note(`compare ${shard.input.iteration}`);
      return (await stage.activities.compare?.(shard)) ?? { answered: 1, sent: 1 };
    },
    async readComparisons(input) {
      note(`read comparisons ${input.iteration}`);
      return (await stage.activities.readComparisons?.(input)) ?? { toCompare: 0, toClassify: 0, responders };
    },
    async classify(shard) {
      note(`classify ${shard.input.iteration}`);
      return (await stage.activities.classify?.(shard)) ?? { answered: 1, sent: 1 };
    },
    async readClassifications(input) {
      note(`read classifications ${input.iteration}`);
      return (
        (await stage.activities.readClassifications?.(input)) ?? { toCompare: 0, toClassify: 0, responders }
      );
    },
    async judge(shard) {
      note(`judge ${shard.input.iteration}`);
      return (await stage.activities.judge?.(shard)) ?? { answered: 1, sent: 1 };
    },
    async readJudgements(input) {
      note(`read judgements ${input.iteration}`);
      await stage.activities.readJudgements?.(input);
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
