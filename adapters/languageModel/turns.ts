/**
 * One at a time, first come first served: on one thread, sequences generated side by side share the same arithmetic and none
 * is done sooner (measured, docs/local-model.md), while one after the other is the same whatever else is asked.
 */
export class Turns {
  private last: Promise<unknown> = Promise.resolve();

  /** Runs `work` after all that came before. If `signal` fires while waiting, rejects with its reason and never starts. */
  take<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T> {
    const turn = this.last.then(() => {
      signal.throwIfAborted();
      return work();
    });
    this.last = turn.catch(() => undefined); // told to whoever asked; the next one has its turn all the same
    return turn;
  }
}
