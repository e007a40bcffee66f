import type { SeededRandom } from '../../foundations/seededRandom';
import type { SlotSpace } from './slotSpace';
import type { ListValue } from '../../vocabulary/valueLists';

/** Most values of a slot together with those that depend on it, and most pairs: an array is found by looking at all of them. */
const maxLevels = 2_000;
const maxPairs = 20_000;
/** Rows that are built for each one that is kept. */
const candidates = 8;

/** What stands in the way of an array; undefined where nothing does. Continues a sentence that the template begins. */
export function pairwiseObstacle(space: SlotSpace): string | undefined {
  if (space.parts.some(({ size }) => size > maxLevels))
    return `must have at most ${maxLevels} values in a slot, with those that depend on it, to be sampled pairwise`;
  const sizes = space.parts.map(({ size }) => Number(size));
  const pairs = sizes.reduce(
    (sum, size, at) => sum + size * sizes.slice(at + 1).reduce((rest, other) => rest + other, 0),
    0,
  );
  if (pairs > maxPairs)
    return `must have at most ${maxPairs} pairs of values to be sampled pairwise, and has ${pairs}`;
  return undefined;
}

/**
 * A covering array of strength two: numbers of few assignments in which every two values of different slots that can stand together
 * do so at least once. Greedy, one row at a time out of several candidates, each begun with a pair that is still missing (AETG:
 * Cohen, Dalal, Fredman and Patton, IEEE Transactions on Software Engineering 23(7), 1997). Equal randomness, equal array.
 */
export function coveringArray(space: SlotSpace, random: SeededRandom): bigint[] {
  const parts = space.parts.map((part, at) => levelsOf(space, at, Number(part.size)));
  const missing = new Set<string>();
  const add = (left: readonly string[], right: readonly string[]): void => {
    for (const one of left) for (const other of right) missing.add(pairOf(one, other));
  };
  parts.forEach((levels, at) => {
    for (const values of levels) values.forEach((value, index) => add([value], values.slice(index + 1)));
    const own = new Set(levels.flat());
    for (const others of parts.slice(at + 1)) add([...own], [...new Set(others.flat())]);
  });
  // A single slot has no pairs: then every value once is what covers it.
  if (missing.size === 0) return (parts[0] ?? []).map((_, level) => BigInt(level));

  const rows: bigint[] = [];
  while (missing.size > 0) {
    const [pair = ''] = missing;
    let best: { row: number[]; covered: string[] } | undefined;
    for (let candidate = 0; candidate < candidates; candidate++) {
      const row = rowWith(parts, pair, missing, random);
      const covered = pairsOf(row.flatMap((level, at) => parts[at]?.[level] ?? [])).filter((one) =>
        missing.has(one),
      );
      if (!best || covered.length > best.covered.length) best = { row, covered };
    }
    for (const one of best?.covered ?? []) missing.delete(one);
    rows.push(
      (best?.row ?? []).reduce(
        (index, level, at) => index * BigInt(parts[at]?.length ?? 1) + BigInt(level),
        0n,
      ),
    );
  }
  return rows;
}

/** Values of all assignments of one part, each as "slot:value". */
function levelsOf(space: SlotSpace, part: number, size: number): string[][] {
  return Array.from({ length: size }, (_, level) => {
    const assignment: (ListValue | null | undefined)[] = [];
    space.parts[part]?.fill(level, assignment as (ListValue | null)[]);
    return assignment.flatMap((value, slot) =>
      value === undefined ? [] : [`${slot}:${value === null ? '' : JSON.stringify(value.value)}`],
    );
  });
}

/** A row that holds the pair; the other parts, in random order, are given what covers most. */
function rowWith(
  parts: readonly (readonly (readonly string[])[])[],
  pair: string,
  missing: ReadonlySet<string>,
  random: SeededRandom,
): number[] {
  const wanted = pair.split(separator);
  const row = parts.map(() => -1);
  const chosen: string[] = [];
  const choose = (at: number, level: number): void => {
    row[at] = level;
    chosen.push(...(parts[at]?.[level] ?? []));
  };
  parts.forEach((levels, at) => {
    const held = wanted.filter((value) => levels.some((values) => values.includes(value)));
    if (held.length === 0) return;
    const fitting = levels.flatMap((values, level) =>
      held.every((value) => values.includes(value)) ? [level] : [],
    );
    choose(at, fitting[random.below(fitting.length)] ?? 0);
  });
  for (const at of random.shuffle([...parts.keys()].filter((part) => row[part] === -1))) {
    let best = -1;
    let level = 0;
    const levels = parts[at] ?? [];
    const first = random.below(levels.length);
    for (let step = 0; step < levels.length; step++) {
      const candidate = (first + step) % levels.length;
      const values = levels[candidate] ?? [];
      let gain = 0;
      for (const value of values) for (const other of chosen) if (missing.has(pairOf(other, value))) gain++;
      for (const one of pairsOf(values)) if (missing.has(one)) gain++;
      if (gain > best) [best, level] = [gain, candidate];
    }
    choose(at, level);
  }
  return row;
}

const separator = '\n';

function pairsOf(values: readonly string[]): string[] {
  return values.flatMap((value, at) => values.slice(at + 1).map((other) => pairOf(value, other)));
}

function pairOf(one: string, other: string): string {
  return one < other ? one + separator + other : other + separator + one;
}
