import type { RunMaterials } from '../../recipe/runSetup';
import type { Recipe } from '../../recipe/schema';
import type { SeedTask } from '../../vocabulary/seedTask';
import type { Turn } from '../../vocabulary/conversation';
import type { Origin } from '../../vocabulary/lineage';
import type { PoolEntry } from '../../vocabulary/poolEntry';

/** A pair that is multiplied. */
export interface Parent {
  readonly origin: Origin;
  readonly instruction: string;
  readonly input: string;
  readonly response: string;
  /** What follows the response; left out where nothing does. */
  readonly turns?: readonly Turn[];
  readonly classification: boolean;
  readonly family: string;
}

/** The set that a recipe multiplies: its source, else the seeds. */
export function multipliedTasks(
  recipe: Recipe,
  { seeds, sources }: Pick<RunMaterials, 'seeds' | 'sources'>,
): readonly SeedTask[] {
  return recipe.augment?.source === undefined ? seeds : sources;
}

/** An origin in one word: "seed:3", "source:12", "pair:4/17". It is also the family of what has none. */
export function originKey(origin: Origin): string {
  if ('seed' in origin) return `seed:${origin.seed}`;
  if ('source' in origin) return `source:${origin.source}`;
  return `pair:${origin.pair[0]}/${origin.pair[1]}`;
}

/**
 * The pairs that a recipe multiplies, in blocks that only grow at their end as the run goes on: the existing set, then the pairs that
 * each iteration brought, by `fromPool`. Variants are never multiplied themselves: a chain says how far an evolution goes.
 */
export function parentBlocks(
  recipe: Recipe,
  materials: Pick<RunMaterials, 'seeds' | 'sources'>,
  pool: readonly PoolEntry[],
): readonly (readonly Parent[])[] {
  const fromSource = recipe.augment?.source !== undefined;
  const base = multipliedTasks(recipe, materials).map((task, index): Parent => {
    const origin: Origin = fromSource ? { source: index } : { seed: index };
    const { instruction, input, response, turns, classification } = task;
    return {
      ...{ origin, instruction, input, response, classification, family: originKey(origin) },
      ...(turns && { turns }),
    };
  });
  if (recipe.augment?.fromPool !== true) return [base];
  const byIteration = new Map<number, Parent[]>();
  const entries = pool.filter(({ strategy }) => strategy !== 'augment');
  for (const entry of [...entries].sort((a, b) => a.iteration - b.iteration || a.ordinal - b.ordinal)) {
    const { iteration, ordinal, instruction, input, response, classification } = entry;
    const origin: Origin = { pair: [iteration, ordinal] };
    const family = entry.family ?? originKey(origin);
    const block = byIteration.get(iteration) ?? [];
    byIteration.set(iteration, [...block, { origin, instruction, input, response, classification, family }]);
  }
  return [base, ...byIteration.values()];
}
