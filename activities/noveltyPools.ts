import type { CommittedPairs } from '../adapters/store/committedPairs';
import type { StoredRun } from '../adapters/store/runStore';
import { NoveltyPool, type PoolMember } from '../core/screening/novelty/noveltyPool';
import { comparesMeanings } from '../core/screening/checkNovelty';
import type { ModelsOf } from './dependencies';

/** Runs whose index is kept in memory at once. */
const maxRuns = 8;
/** Texts whose vectors are asked for together. */
const atOnce = 512;

interface Pool {
  readonly pool: NoveltyPool;
  readonly through: number;
}

/**
 * The seeds, existing and accepted pairs of runs, as indexes for novelty, with their meanings where the recipe compares them. The
 * store is the truth; this is a copy of a stretch of
 * it, built when needed and extended as iterations commit, so any worker has it after a crash.
 */
export class NoveltyPools {
  private readonly pools = new Map<string, Promise<Pool | undefined>>();

  /** @param modelsOf Vectors of texts; those that were computed before come from the store. */
  constructor(
    private readonly committed: CommittedPairs,
    private readonly modelsOf: ModelsOf,
  ) {}

  /**
   * Lends the index of the seeds and of all pairs that iterations up to `through` let through, whatever people said of them since,
   * and nothing else. It is lent to one
   * borrower at a time, who must not add to it: an iteration that started later may see more, and must not be seen to.
   */
  async lend<Result>(
    run: StoredRun,
    through: number,
    work: (pool: NoveltyPool) => Promise<Result>,
  ): Promise<Result> {
    const previous = this.pools.get(run.runKey);
    const extended = (async () => {
      const known = await previous;
      return this.extend(run, known && known.through <= through ? known : undefined, through);
    })();
    const done = extended.then(({ pool }) => work(pool));
    // The next borrower waits for this one, and starts anew where this one could not read the store.
    const next = done.then(
      () => extended,
      () => extended.catch(() => undefined), // told to this borrower, by `done`
    );
    this.pools.delete(run.runKey);
    this.pools.set(run.runKey, next);
    for (const oldest of this.pools.keys()) {
      if (this.pools.size <= maxRuns) break;
      this.pools.delete(oldest);
    }
    return done;
  }

  private async extend(run: StoredRun, known: Pool | undefined, through: number): Promise<Pool> {
    const added = await this.committed.passedUpTo(run.runKey, through, known?.through);
    const pool = known?.pool ?? new NoveltyPool();
    const members: PoolMember[] = known ? [] : NoveltyPool.membersOf(run.materials);
    for (const { instruction, input, family, identity, iteration, ordinal } of added)
      members.push({ instruction, input, family: family ?? `pair:${iteration}/${ordinal}`, identity });
    if (!comparesMeanings(run.setup.recipe)) {
      for (const member of members) pool.add(member);
      return { pool, through };
    }
    const { embed } = this.modelsOf(run, through);
    for (let from = 0; from < members.length; from += atOnce) {
      const some = members.slice(from, from + atOnce);
      const vectors = await embed(some.map(({ instruction }) => instruction));
      some.forEach((member, index) => pool.add(member, vectors[index]));
    }
    return { pool, through };
  }
}
