import { groupBy } from '../../foundations/groupBy';
import { divideGroups } from '../../dataset/splits/divideGroups';
import { pairsOfSplits, type SplitSize } from '../../dataset/splits/splitSizes';
import { UserError } from '../../foundations/userError';
import { closeGroups, type SplitPair } from './closeGroups';

/** The position of each pair's split, and what kept the sizes from being as asked. */
export interface SplitAssignment {
  readonly splits: readonly number[];
  /** Pairs of each split. */
  readonly pairs: readonly number[];
  /** Pairs of the largest group that could not be parted. */
  readonly largestGroup: number;
}

/**
 * Divides pairs, in their order, so that nothing leaks from one split into another. Equal pairs, sizes and seed are divided alike.
 *
 * @throws UserError where a split would have no pair.
 */
export function assignSplits(
  pairs: readonly SplitPair[],
  sizes: readonly SplitSize[],
  seed: number,
): SplitAssignment {
  const asked = pairsOfSplits(sizes, pairs.length);
  const groupOf = closeGroups(pairs);
  const groups = [...groupBy([...pairs.keys()], (at) => groupOf[at]!)];
  const chosen = divideGroups(
    groups.map(([, members]) => ({
      pairs: members.length,
      stratum: mostOf(members.map((at) => pairs[at]!.cell)),
    })),
    asked,
    seed,
  );
  const splits = pairs.map(() => 0);
  const counts = sizes.map(() => 0);
  let largestGroup = 0;
  for (const [at, [, members]] of groups.entries()) {
    const split = chosen[at]!;
    for (const member of members) splits[member] = split;
    counts[split]! += members.length;
    largestGroup = Math.max(largestGroup, members.length);
  }
  const empty = sizes.find((_, at) => counts[at] === 0);
  if (empty) {
    throw new UserError(
      `The split "${empty.name}" would have no pair: the run has ${pairs.length}, and ${largestGroup} of them are too close to each other to be parted.`,
      { mend: 'Ask for a larger share, or for fewer splits.' },
    );
  }
  return { splits, pairs: counts, largestGroup };
}

/** What most of them are; of equally many the first in order. */
function mostOf(cells: readonly (string | null)[]): string | null {
  const counted = [...groupBy(cells, (cell) => cell)].map(([cell, all]) => ({ cell, count: all.length }));
  return counted.sort((one, other) => other.count - one.count)[0]?.cell ?? null;
}
