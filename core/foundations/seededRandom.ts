import { createHash } from 'node:crypto';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { RemainingPositions } from './remainingPositions';

/** Random choices that depend on nothing but what they were seeded with. */
export interface SeededRandom {
  /** A whole number from 0 up to, not including, `bound`. */
  below(bound: number): number;
  /** `count` different elements in random order; all of them where there are fewer. */
  sample<Item>(items: readonly Item[], count: number): Item[];
  shuffle<Item>(items: readonly Item[]): Item[];
  /** A number from 0 up to, not including, 1: one of 2^31 evenly spaced. */
  uniform(): number;
  /** One element, each as often as its weight says; undefined where no weight is above 0. */
  weighted<Item>(items: readonly Item[], weight: (item: Item) => number): Item | undefined;
}

/**
 * Randomness for one purpose at one address: the run's seed, where in the run, what for. Equal arguments give equal choices,
 * in any process and in any order of events.
 */
export function seededRandom(
  runSeed: number,
  purpose: string,
  ...address: readonly (number | string)[]
): SeededRandom {
  const digest = createHash('sha256')
    .update([runSeed, purpose, ...address].join('/'))
    .digest();
  const generator = xoroshiro128plus(digest.readInt32BE(0));
  const below = (bound: number): number => uniformInt(generator, 0, bound - 1);
  const sample = <Item>(items: readonly Item[], count: number): Item[] => {
    const rest = new RemainingPositions(items.length);
    const chosen: Item[] = [];
    while (chosen.length < count && rest.count > 0) {
      const position = rest.take(below(rest.count));
      chosen.push(items[position] as Item); // there is one: positions are those of `items`
    }
    return chosen;
  };
  const uniform = (): number => below(2 ** 31) / 2 ** 31;
  const weighted = <Item>(items: readonly Item[], weight: (item: Item) => number): Item | undefined => {
    let left = uniform() * items.reduce((sum, item) => sum + Math.max(0, weight(item)), 0);
    let last: Item | undefined;
    for (const item of items) {
      if (!(weight(item) > 0)) continue;
      last = item;
      left -= weight(item);
      if (left < 0) break;
    }
    return last;
  };
  return { below, sample, shuffle: (items) => sample(items, items.length), uniform, weighted };
}
