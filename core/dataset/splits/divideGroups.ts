import { seededRandom } from '../../foundations/seededRandom';

/** Pairs that may not be parted. */
export interface SplitGroup {
  readonly pairs: number;
  /** What splits should have alike: the cell of most of its pairs; null without a grid. */
  readonly stratum: string | null;
}

/**
 * Which split each group goes to, by its position. Strata are gone through one after the other, in each the large groups first and equal
 * ones in an order drawn by the seed, and each group goes where most is lacking by then: so every stratum is divided as the whole is, small
 * ones over several of them, and the sizes come out to the pair wherever there are enough groups of one pair.
 *
 * @param sizes Pairs of each split, adding up to all pairs.
 */
export function divideGroups(
  groups: readonly SplitGroup[],
  sizes: readonly number[],
  seed: number,
): readonly number[] {
  const all = sizes.reduce((sum, size) => sum + size, 0);
  const random = seededRandom(seed, 'splits');
  const draws = groups.map(() => random.uniform());
  const order = [...groups.keys()].sort((one, other) => {
    const [left, right] = [groups[one]!, groups[other]!];
    const byStratum = compare(left.stratum ?? '', right.stratum ?? '');
    return byStratum || right.pairs - left.pairs || draws[one]! - draws[other]! || one - other;
  });
  const given = sizes.map(() => 0);
  const splits = groups.map(() => 0);
  let seen = 0;
  for (const at of order) {
    const { pairs } = groups[at]!;
    seen += pairs;
    let neediest = 0;
    let most = -Infinity;
    for (const [split, size] of sizes.entries()) {
      const lack = (size / all) * seen - given[split]!;
      if (lack > most) [neediest, most] = [split, lack];
    }
    given[neediest]! += pairs;
    splits[at] = neediest;
  }
  return splits;
}

function compare(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
