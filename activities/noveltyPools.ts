import type { CommittedPairs } from '../adapters/store/committedPairs';
import type { StoredRun } from '../adapters/store/runStore';
import { NoveltyPool, type NoveltyView, type PoolMember } from '../core/screening/novelty/noveltyPool';
import { comparesMeanings } from '../core/screening/checkNovelty';
import type { RecentlyUsed } from '../core/foundations/recentlyUsed';
import { breathing } from '../adapters/eventLoop/breathing';
import type { ModelsOf } from './dependencies';
import { RunMemory } from './runMemory';

/** Runs whose index is kept in memory at once. */
const maxRuns = 8;
/** Texts whose vectors are asked for together. */
const atOnce = 512;

interface Pool {
  readonly pool: NoveltyPool;
  /** Members that there are up to each iteration, by its number, from -1: seeds and sources alone. */
  readonly sizes: Map<number, number>;
  readonly through: number;
}

/**
 * The seeds, existing and accepted pairs of runs, as indexes for novelty, with their meanings where the recipe compares them. The
 * store is the truth; this is a copy of a stretch of
 * it, built when needed and extended as iterations commit, so any worker has it after a crash.
 */
export class NoveltyPools {
  private readonly pools: RecentlyUsed<string, Promise<Pool | undefined>>;

  /** @param modelsOf Vectors of texts; those that were computed before come from the store. */
  constructor(
    private readonly committed: CommittedPairs,
    private readonly modelsOf: ModelsOf,
    memory = new RunMemory(),
  ) {
    this.pools = memory.cache(maxRuns);
  }

  /**
   * Lends the index of the seeds and of all pairs that iterations up to `through` let through, whatever people said of them since,
   * and nothing else: an iteration that looks further back sees the same index as it was then, and builds none of its own. Several
   * may have it at once, and none adds to it.
   */
  async lend<Result>(
    run: StoredRun,
    through: number,
    work: (pool: NoveltyView) => Promise<Result>,
  ): Promise<Result> {
    const previous = this.pools.get(run.runKey);
    const extended = (async () => this.extend(run, await previous, through))();
    // Whoever comes next starts anew where this one could not read the store.
    const next = extended.catch(() => undefined); // told to this borrower
    this.pools.set(run.runKey, next);
    const { pool, sizes } = await extended;
    return work(pool.upTo(sizes.get(through) ?? pool.size));
  }

  private async extend(run: StoredRun, known: Pool | undefined, through: number): Promise<Pool> {
    if (known && known.through >= through) return known;
    const added = await this.committed.passedUpTo(run.runKey, through, known?.through);
    const pool = known?.pool ?? new NoveltyPool();
    const sizes = known?.sizes ?? new Map<number, number>();
    const breath = breathing();
    const members: PoolMember[] = known ? [] : NoveltyPool.membersOf(run.materials);
    let size = pool.size + members.length;
    for (let iteration = known?.through ?? -1, next = 0; iteration <= through; iteration++) {
      while (next < added.length && added[next]!.iteration <= iteration) {
        size++;
        next++;
      }
      sizes.set(iteration, size);
    }
    for (const { instruction, input, family, identity, iteration, ordinal } of added)
      members.push({ instruction, input, family: family ?? `pair:${iteration}/${ordinal}`, identity });
    if (!comparesMeanings(run.setup.recipe)) {
      for (const member of members) {
        await breath();
        pool.add(member);
      }
      return { pool, sizes, through };
    }
    const { embed } = this.modelsOf(run, through);
    for (let from = 0; from < members.length; from += atOnce) {
      const some = members.slice(from, from + atOnce);
      const vectors = await embed(some.map(({ instruction }) => instruction));
      for (const [index, member] of some.entries()) {
        await breath();
        pool.add(member, vectors[index]);
      }
    }
    return { pool, sizes, through };
  }
}
