import path from 'node:path';
import { Context } from '@temporalio/activity';
import type { WorkflowHandleWithFirstExecutionRunId } from '@temporalio/client';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import {
  bundleWorkflowCode,
  DefaultLogger,
  Runtime,
  Worker,
  type WorkflowBundleWithSourceMap,
} from '@temporalio/worker';
import type { ReviewActivities } from '../../activities';
import { identityOf } from '../../core/vocabulary/runKey';
import { signalRun } from '../../adapters/temporal/runExecutions';
import type { BatchInput, BatchItem, BatchPolicy, LoadedBatch } from '../../core/review/batch';
import { remembered } from '../../core/review/saying';
import type { Verdict } from '../../core/vocabulary/verdict';
import { runQueue } from '../../core/run/queues';
import type { reviewBatch } from '../../workflows/reviewBatch';
import { openTimeSkipping } from './openTimeSkipping';

export type BatchHandle = WorkflowHandleWithFirstExecutionRunId<typeof reviewBatch>;

const hour = 3_600_000;

export const usualPolicy: BatchPolicy = {
  holdMs: hour / 2,
  remindMs: 24 * hour,
  webhook: null,
  timeoutMs: 168 * hour,
  atTimeout: 'extend',
  unsure: 'reject',
  adjudicator: null,
};

/** Items 1 to `count`, each for so many people. */
export function itemsOf(count: number, needed = 1): BatchItem[] {
  return Array.from({ length: count }, (_, at) => ({ item: at + 1, needed, assigned: [] }));
}

/** A store that is as durable as the test: it outlives workers. */
export class FakeStore {
  loaded: LoadedBatch = { policy: usualPolicy, items: itemsOf(3), verdicts: [], excerpt: 'excerpt' };
  runHasEnded = true;
  /** In the order in which they were recorded. */
  readonly verdicts: Verdict[] = [];
  readonly closed: Parameters<ReviewActivities['closeBatch']>[0][] = [];
  readonly applied: Parameters<ReviewActivities['applyReview']>[0][] = [];
  readonly reminders: Parameters<ReviewActivities['remind']>[0][] = [];
  readonly extended: number[] = [];
  /** What a reminder comes to. */
  reminderProblem: string | null = null;
  /** Awaited before verdicts are recorded. */
  beforeRecording: () => Promise<void> = () => Promise.resolve();

  /** What stands, as a batch that is reopened finds it. */
  reopened(): LoadedBatch {
    const newest = new Map(this.verdicts.map((verdict) => [`${verdict.item} ${verdict.reviewer}`, verdict]));
    return { ...this.loaded, verdicts: [...newest.values()].map(remembered) };
  }

  activities(): ReviewActivities {
    return {
      loadBatch: () => Promise.resolve(this.loaded),
      recordVerdicts: async ({ given }) => {
        await this.beforeRecording();
        this.verdicts.push(...given);
      },
      openBatch: () => Promise.resolve(),
      extendBatch: ({ dueAt }) => Promise.resolve(void this.extended.push(dueAt)),
      closeBatch: (close) => {
        this.closed.push(close);
        return Promise.resolve({ runHasEnded: this.runHasEnded });
      },
      tellRun: ({ runKey, batch }) =>
        signalRun(Context.current().client, identityOf(runKey), 'reviewed', batch),
      applyReview: (apply) => {
        this.applied.push(apply);
        return Promise.resolve({ watermark: 1, funnel: {} as never });
      },
      acceptCalibration: () => Promise.resolve(1),
      remind: (reminder) => {
        this.reminders.push(reminder);
        return Promise.resolve(this.reminderProblem);
      },
    };
  }
}

/** Batches on Temporal's time-skipping server, by workers that can be started anew. */
export class ReviewStage {
  store = new FakeStore();
  private worker: Worker | undefined;
  private ended: Promise<void> = Promise.resolve();

  private constructor(
    readonly environment: TestWorkflowEnvironment,
    private readonly workflowBundle: WorkflowBundleWithSourceMap,
  ) {}

  static async open(): Promise<ReviewStage> {
    Runtime.install({ logger: new DefaultLogger('ERROR') });
    const environment = await openTimeSkipping();
    const workflowBundle = await bundleWorkflowCode({
      workflowsPath: path.join(__dirname, '..', '..', 'workflows', 'reviewBatch.ts'),
      logger: new DefaultLogger('ERROR'),
    });
    const stage = new ReviewStage(environment, workflowBundle);
    await stage.startWorker();
    return stage;
  }

  /** A store of the test's own, and what it wants of the batch. */
  renew(loaded: Partial<Omit<LoadedBatch, 'policy'>> & { policy?: Partial<BatchPolicy> } = {}): FakeStore {
    this.store = new FakeStore();
    const policy = { ...usualPolicy, ...loaded.policy };
    this.store.loaded = { ...this.store.loaded, ...loaded, policy };
    return this.store;
  }

  start(workflowId: string, input: Partial<BatchInput> = {}): Promise<BatchHandle> {
    return this.environment.client.workflow.start<typeof reviewBatch>('reviewBatch', {
      workflowId,
      taskQueue: runQueue,
      args: [{ runKey: 'run@1', run: 'a-run-that-is-gone', batch: 7, ...input }],
    });
  }

  /**
   * With `cached: false` no task waits for a worker that is gone, which this server would wait for without end, and each one replays
   * the history: whatever isn't deterministic fails there.
   *
   * @param meanwhile What happens while no worker is there; all of it is the next one's first task.
   */
  async restartWorker({
    cached,
    meanwhile,
  }: {
    cached: boolean;
    meanwhile?: () => Promise<unknown>;
  }): Promise<void> {
    await this.stopWorker();
    await meanwhile?.();
    await this.startWorker(cached);
  }

  async close(): Promise<void> {
    await this.stopWorker();
    await this.environment.teardown();
  }

  private async startWorker(cached = true): Promise<void> {
    // The store is looked up at each call: a test renews it, and the worker stays.
    const names = Object.keys(this.store.activities()) as (keyof ReviewActivities)[];
    this.worker = await Worker.create({
      connection: this.environment.nativeConnection,
      taskQueue: runQueue,
      workflowBundle: this.workflowBundle,
      ...(cached ? {} : { maxCachedWorkflows: 0 }),
      activities: Object.fromEntries(
        names.map((name) => [name, (input: never) => this.store.activities()[name](input)]),
      ),
    });
    this.ended = this.worker.run();
  }

  private async stopWorker(): Promise<void> {
    this.worker?.shutdown();
    await this.ended;
  }
}
