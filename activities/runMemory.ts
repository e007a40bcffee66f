import { RecentlyUsed } from '../core/foundations/recentlyUsed';

/** Snapshots that a worker keeps at once, and what is made of them; of any other run it reads again what it needs. */
const usualRuns = 32;

/**
 * What a worker remembers of runs. They never change once they are prepared, so what is made of one is made once; what failed is
 * tried again. A run that ended is forgotten, and of many that are open the one that was asked about longest ago: a worker that has
 * served hundreds holds no more than one that served a few.
 */
export class RunMemory {
  private readonly caches: { delete(runKey: string): void; readonly size: number }[] = [];

  constructor(private readonly maxRuns = usualRuns) {}

  /** How much is remembered, over all that is. */
  get size(): number {
    return this.caches.reduce((sum, { size }) => sum + size, 0);
  }

  remembering<Of, Made>(
    make: (of: Of) => Promise<Made>,
    runKeyOf: (of: Of) => string,
  ): (of: Of) => Promise<Made> {
    const known = this.cache<Promise<Made>>();
    return (of) => {
      const runKey = runKeyOf(of);
      const before = known.get(runKey);
      if (before) return before;
      const made = make(of);
      known.set(runKey, made);
      made.catch(() => {
        if (known.get(runKey) === made) known.delete(runKey);
      }); // told to whoever waits for it
      return made;
    };
  }

  /** Something of runs that its owner fills, by their keys. */
  cache<Value>(maxRuns = this.maxRuns): RecentlyUsed<string, Value> {
    const cache = new RecentlyUsed<string, Value>(maxRuns);
    this.caches.push(cache);
    return cache;
  }

  forget(runKey: string): void {
    for (const cache of this.caches) cache.delete(runKey);
  }
}
