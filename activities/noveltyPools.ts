import type { CommittedPairs } from '../adapters/store/committedPairs';
import type { StoredRun } from '../adapters/store/runStore';
import { NoveltyPool, type KnownInstructions, type PoolMember } from '../core/screening/novelty/noveltyPool';
import { comparesMeanings } from '../core/screening/checkNovelty';
import type { ModelsOf } from './dependencies';

/** Runs whose index is kept in memory at once. */
const maxRuns = 8;
/** Texts whose vectors are asked for together. */
const atOnce = 512;

interface Pool {
  readonly pool: NoveltyPool;
  readonly through: number;
  /** How large it was before the pairs of each iteration that has any, oldest first. */
  readonly sizes: readonly { readonly iteration: number; readonly before: number }[];
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
   * and nothing else: as it was then, where later iterations have committed meanwhile. It is lent to one borrower at a time.
   */
  async lend<Result>(
    run: StoredRun,
    through: number,
    work: (pool: KnownInstructions) => Promise<Result>,
  ): Promise<Result> {
    const previous = this.pools.get(run.runKey);
    const extended = (async () => {
      const known = await previous;
      return known && known.through >= through ? known : this.extend(run, known, through);
    })();
    const done = extended.then((pool) => work(asOf(pool, through)));
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
    const sizes = [...(known?.sizes ?? [])];
    for (const { instruction, input, family, identity, iteration, ordinal } of added) {
      if (sizes.at(-1)?.iteration !== iteration)
        sizes.push({ iteration, before: pool.size + members.length });
      members.push({ instruction, input, family: family ?? `pair:${iteration}/${ordinal}`, identity });
    }
    const extended = { pool, through, sizes };
    if (!comparesMeanings(run.setup.recipe)) {
      for (const member of members) pool.add(member);
      return extended;
    }
    const { embed } = this.modelsOf(run, through);
    for (let from = 0; from < members.length; from += atOnce) {
      const some = members.slice(from, from + atOnce);
      const vectors = await embed(some.map(({ instruction }) => instruction));
      some.forEach((member, index) => pool.add(member, vectors[index]));
    }
    return extended;
  }
}

/** What iterations up to `through` let through. */
function asOf({ pool, sizes }: Pool, through: number): KnownInstructions {
  const later = sizes.find(({ iteration }) => iteration > through);
  return later ? pool.asOf(later.before) : pool;
}
