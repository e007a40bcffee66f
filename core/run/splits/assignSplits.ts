import { divideGroups } from '../../dataset/splits/divideGroups';
import { pairsOfSplits, type SplitSize } from '../../dataset/splits/splitSizes';
import { UserError } from '../../foundations/userError';
import type { CloseGroups } from './closeGroups';

/** The position of each pair's split, and what kept the sizes from being as asked. */
export interface SplitAssignment {
  readonly splits: Uint8Array;
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
export function assignSplits(close: CloseGroups, sizes: readonly SplitSize[], seed: number): SplitAssignment {
  const asked = pairsOfSplits(sizes, close.size);
  const members = new Int32Array(close.size);
  for (let at = 0; at < close.size; at += 1) members[close.firstOf(at)]! += 1;
  const strata = strataOf(close, members);
  /** Positions of the first pairs of groups. */
  const firsts = [...members.keys()].filter((at) => members[at]! > 0);
  const groups = firsts.map((at) => ({
    pairs: members[at]!,
    stratum: strata.has(at) ? strata.get(at)! : close.cellOf(at),
  }));
  const chosen = divideGroups(groups, asked, seed);
  const splits = new Uint8Array(close.size);
  const counts = sizes.map(() => 0);
  let largestGroup = 0;
  for (const [group, at] of firsts.entries()) {
    splits[at] = chosen[group]!;
    counts[chosen[group]!]! += members[at]!;
    largestGroup = Math.max(largestGroup, members[at]!);
  }
  for (let at = 0; at < close.size; at += 1) splits[at] = splits[close.firstOf(at)]!;
  const empty = sizes.find((_, at) => counts[at] === 0);
  if (empty) {
    throw new UserError(
      `The split "${empty.name}" would have no pair: the run has ${close.size}, and ${largestGroup} of them are too close to each other to be parted.`,
      { mend: 'Ask for a larger share, or for fewer splits.' },
    );
  }
  return { splits, pairs: counts, largestGroup };
}

/** Of each group of several pairs, by its first, the cell that most of them are of; of equally many the first in order. */
function strataOf(close: CloseGroups, members: Int32Array): ReadonlyMap<number, string | null> {
  const counts = new Map<number, Map<string | null, number>>();
  for (let at = 0; at < close.size; at += 1) {
    const first = close.firstOf(at);
    if (members[first]! < 2) continue;
    const cells = counts.get(first) ?? new Map<string | null, number>();
    counts.set(first, cells.set(close.cellOf(at), (cells.get(close.cellOf(at)) ?? 0) + 1));
  }
  const mostOf = (cells: ReadonlyMap<string | null, number>): string | null =>
    [...cells].sort(([, one], [, other]) => other - one)[0]?.[0] ?? null;
  return new Map([...counts].map(([first, cells]) => [first, mostOf(cells)]));
}
