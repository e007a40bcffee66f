import {
  ActivityFailure,
  ApplicationFailure,
  CancellationScope,
  condition,
  getExternalWorkflowHandle,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import { needsMending } from '../core/run/failureTypes';
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
    private readonly onNeedsMending: (reason: string) => Promise<void>,
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

  /** Runs one step that costs nothing, again when somebody has mended what it needed. */
  async step<Result>(run: () => Promise<Result>): Promise<Result> {
    for (;;) {
      try {
        return await run();
      } catch (error) {
        const mending = whatNeedsMending(error);
        if (mending === undefined || this.stopping) throw error;
        if (!this.paused) {
          this.paused = true;
          await this.onNeedsMending(mending);
        }
        await condition(() => !this.paused || this.stopping);
      }
    }
  }

  /** Runs all of a stage's shards, at once, through pauses. When told to stop, returns with what is done. */
  async inShards<Item>(shards: readonly Item[], run: (shard: Item) => Promise<unknown>): Promise<void> {
    let pending = shards;
    while (pending.length > 0 && !this.stopping) {
      await condition(() => !this.paused || this.stopping);
      if (this.stopping) return;
      const scope = new CancellationScope();
      this.running = scope;
      const results = await scope.run(() => Promise.allSettled(pending.map(run)));
      this.running = undefined;
      // However a shard ends that we broke off, by its worker's death for one, which Temporal doesn't retry then: it is asked again.
      const brokenOff = () => scope.consideredCancelled && !CancellationScope.current().consideredCancelled;
      const failed = results.flatMap((result, index) =>
        result.status === 'rejected' ? [{ index, reason: result.reason as unknown }] : [],
      );
      for (const { reason } of failed) {
        const mending = whatNeedsMending(reason);
        if (mending !== undefined && !this.paused) {
          this.paused = true;
          await this.onNeedsMending(mending);
        } else if (mending === undefined && !brokenOff()) {
          throw reason;
        }
      }
      const current = pending;
      pending = failed.flatMap(({ index }) => current.slice(index, index + 1));
    }
  }
}

/** What somebody has to mend, in words; undefined for any other failure. */
export function whatNeedsMending(error: unknown): string | undefined {
  const cause = error instanceof ActivityFailure ? error.cause : undefined;
  return cause instanceof ApplicationFailure && cause.type === needsMending ? cause.message : undefined;
}

/** Tells the run what somebody has to mend, so that it pauses. */
export async function tellRun(reason: string): Promise<void> {
  const { parent } = workflowInfo(); // by its run id as well: its name may be another run's by now
  if (parent)
    await getExternalWorkflowHandle(parent.workflowId, parent.runId).signal(needsMendingSignal, reason);
}
