import { ActivityFailure, ApplicationFailure, CancellationScope, condition } from '@temporalio/workflow';
import { needsMending } from '../core/run/failureTypes';

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

  readonly pause = (): void => {
    this.paused = true;
    this.running?.cancel();
  };

  readonly resume = (): void => {
    this.paused = false;
  };

  readonly stop = (): void => {
    this.stopping = true;
    this.running?.cancel();
  };

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

function whatNeedsMending(error: unknown): string | undefined {
  const cause = error instanceof ActivityFailure ? error.cause : undefined;
  return cause instanceof ApplicationFailure && cause.type === needsMending ? cause.message : undefined;
}
