import {
  CancellationScope,
  condition,
  getExternalWorkflowHandle,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import type { Failure } from '../core/foundations/failure/failure';
import { failureOf, leave } from './failureOf';
import { needsMendingSignal, pauseSignal, resumeSignal, stopSignal } from './messages';

/**
 * What an iteration was told, and what it does about it. Pausing breaks off the shards under way: requests in flight settle,
 * nothing new is sent, and no worker is held meanwhile. Resuming schedules them again; the ledger has what was answered.
 */
export class IterationControl {
  private stopping = false;
  private running: CancellationScope | undefined;

  constructor(
    private paused: boolean,
    private readonly tell: (failure: Failure) => Promise<void>,
  ) {}

  /** Hears what the run is told. To be called before the first `await`. */
  handleMessages(): void {
    setHandler(pauseSignal, () => {
      this.paused = true;
      this.running?.cancel();
    });
    setHandler(resumeSignal, () => void (this.paused = false));
    setHandler(stopSignal, () => {
      this.stopping = true;
      this.running?.cancel();
    });
  }

  /**
   * Runs one step that costs nothing, again when the run is resumed where somebody had to mend something for it. A run that is told
   * to stop waits for nobody: the step is tried once more, and left undone.
   */
  async step<Result>(run: () => Promise<Result>): Promise<Result> {
    for (;;) {
      try {
        return await run();
      } catch (error) {
        const failure = failureOf(error);
        if (!failure) throw error;
        if (this.stopping) throw leave(failure);
        await this.hold(failure);
        await condition(() => !this.paused || this.stopping);
      }
    }
  }

  /**
   * Runs all of a stage's shards, at once, through pauses. The first one that somebody has to mend something for tells the run, which
   * breaks off the others. When told to stop, returns with what is done.
   */
  async inShards<Item>(shards: readonly Item[], run: (shard: Item) => Promise<unknown>): Promise<void> {
    let pending = shards;
    while (pending.length > 0 && !this.stopping) {
      await condition(() => !this.paused || this.stopping);
      if (this.stopping) return;
      const scope = new CancellationScope();
      this.running = scope;
      const heard = (shard: Item): Promise<unknown> =>
        run(shard).catch(async (error: unknown) => {
          const failure = failureOf(error);
          if (failure && !this.stopping) await this.hold(failure);
          throw error;
        });
      const results = await scope.run(() => Promise.allSettled(pending.map(heard)));
      this.running = undefined;
      // However a shard ends that we broke off, by its worker's death for one, which Temporal doesn't retry then: it is asked again.
      const brokenOff = scope.consideredCancelled && !CancellationScope.current().consideredCancelled;
      const failed = results.flatMap((result, index) =>
        result.status === 'rejected' ? [{ index, reason: result.reason as unknown }] : [],
      );
      const lost = failed.find(({ reason }) => !failureOf(reason) && !brokenOff);
      if (lost) throw lost.reason;
      const current = pending;
      pending = failed.flatMap(({ index }) => current.slice(index, index + 1));
    }
  }

  get isStopping(): boolean {
    return this.stopping;
  }

  /** Waits for so many seconds, or less where the run is stopped, and on while it is paused. */
  async rest(seconds: number): Promise<void> {
    if (!this.stopping) await condition(() => this.stopping, seconds * 1_000);
    await this.untilResumed();
  }

  async untilResumed(): Promise<void> {
    await condition(() => !this.paused || this.stopping);
  }

  /** Nothing new is begun until the run is resumed, which is told so, whatever is being broken off meanwhile. */
  private async hold(failure: Failure): Promise<void> {
    if (this.paused) return;
    this.paused = true;
    await CancellationScope.nonCancellable(() => this.tell(failure));
  }
}

/** Tells the run what somebody has to mend, or which defect there is, so that it pauses. */
export async function tellRun(failure: Failure): Promise<void> {
  const { parent } = workflowInfo(); // by its run id as well: its name may be another run's by now
  if (parent)
    await getExternalWorkflowHandle(parent.workflowId, parent.runId).signal(needsMendingSignal, failure);
}
