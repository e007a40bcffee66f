import {
  CancellationScope,
  ChildWorkflowCancellationType,
  startChild,
  workflowInfo,
  type ChildWorkflowHandle,
  type Workflow,
} from '@temporalio/workflow';
import { childId } from '../core/vocabulary/childId';
import { pauseSignal, type RunMessage } from './messages';
import { Telling } from './telling';

/** A child of a run at work. */
export class RunChild {
  /** Whether it has ended, well or not. */
  isReady = false;
  hasStarted = false;
  /** Resolves when it has started, and was told what the run was; rejects where it can't start. */
  readonly begun: Promise<void>;
  private readonly result: Promise<unknown>;
  private readonly telling: Telling;

  /** @param said What the run was told last. */
  constructor(starting: Promise<ChildWorkflowHandle<Workflow>>, said: () => RunMessage) {
    this.telling = new Telling(starting);
    this.result = starting.then((handle) => handle.result());
    this.begun = starting.then(async () => {
      this.hasStarted = true;
      if (said() !== pauseSignal) await this.tell(said());
    });
    const markReady = () => void (this.isReady = true);
    this.result.then(markReady, markReady); // awaited in its turn
    this.begun.catch(() => undefined); // and so it is told there why it can't start
  }

  /** Resolves when it has done its work; rejects where it failed. */
  done(): Promise<unknown> {
    return this.result;
  }

  tell(message: RunMessage): Promise<void> {
    return this.telling.tell(message);
  }
}

/**
 * The children that a run has at work: iterations, and the lists before the first of them. Which there are and when is for others to
 * decide; here they are started, told what the run is told, awaited, and cancelled.
 */
export class RunChildren {
  /** Oldest first. */
  private readonly atWork: RunChild[] = [];
  private readonly scope = new CancellationScope();

  /** `said`: what the run was told last. */
  constructor(private said: RunMessage) {}

  get count(): number {
    return this.atWork.length;
  }

  get oldest(): RunChild | undefined {
    return this.atWork[0];
  }

  /** Starts a child, held until it has been told what the run was: nothing is asked that the run was told not to ask. */
  begin(
    workflow: Workflow,
    {
      name,
      tag,
      summary,
    }: { readonly name: string; readonly tag: string | undefined; readonly summary: string },
    ...args: readonly unknown[]
  ): RunChild {
    const starting = startChild(workflow, {
      workflowId: childId(workflowInfo().workflowId, name, tag),
      args: [...args, { paused: true }],
      staticSummary: summary,
      cancellationType: ChildWorkflowCancellationType.WAIT_CANCELLATION_COMPLETED,
    });
    const child = new RunChild(starting, () => this.said);
    this.atWork.push(child);
    return child;
  }

  /** The oldest one's work is over, and what came of it was seen to. */
  dismissOldest(): void {
    this.atWork.shift();
  }

  /** Tells all of them what the run was told, and whoever starts later. */
  async tell(message: RunMessage): Promise<void> {
    this.said = message;
    const started = this.atWork.filter(({ hasStarted }) => hasStarted);
    await Promise.all(started.map((child) => child.tell(message)));
  }

  /** Resolves when all of them have ended, well or not. */
  async settled(): Promise<void> {
    await Promise.allSettled(this.atWork.map((child) => child.done()));
  }

  /** Does what is done with them. What breaks it off ends them too, once what they have in flight has settled: it is paid for. */
  async during<Result>(work: () => Promise<Result>): Promise<Result> {
    try {
      return await this.scope.run(work);
    } catch (error) {
      await CancellationScope.nonCancellable(async () => {
        this.scope.cancel();
        await this.settled();
      });
      throw error;
    }
  }
}
