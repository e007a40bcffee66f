import { seededRandom } from '../seededRandom';

/** One of several comparisons that are made of the same units. */
export interface Comparison {
  /** For each unit: 1 where it is of the group, 0 where it is of what the group is compared with, undefined where it is neither. */
  readonly side: readonly (0 | 1 | undefined)[];
  /** For each unit what was measured; undefined where it was not. */
  readonly values: readonly (number | undefined)[];
}

export interface Compared {
  /** Welch's t: the difference of the means over its standard error; undefined where a side has fewer than `fewest` units. */
  readonly t: number | undefined;
  /** Of this comparison alone, by permutation. */
  readonly p: number | undefined;
  /** Of it among all: at most a share `a` of data without any difference has one at or below `a`. */
  readonly adjusted: number | undefined;
}

/** Fewer say nothing. */
export const fewest = 10;

/**
 * Compares groups in several ways at once, and holds the error rate over all of them (Westfall and Young 1993: single-step maxT). Units change places
 * with all that was measured of them, within their stratum, so that whatever binds the measures to each other stays.
 *
 * @param strata Of each unit: only those of one stratum change places.
 */
export function maxT(
  comparisons: readonly Comparison[],
  strata: readonly string[],
  { permutations = 1_000, seed = 42 }: { permutations?: number; seed?: number } = {},
): Compared[] {
  const same = strata.map((_, unit) => unit);
  const places = placesOf(strata);
  const random = seededRandom(seed, 'permutation');
  return adjusted(
    comparisons.map((comparison) => welch(comparison, same)),
    permutations,
    () => {
      const order = [...same];
      for (const units of places) {
        const shuffled = random.shuffle(units);
        units.forEach((unit, index) => (order[unit] = shuffled[index] ?? unit));
      }
      return comparisons.map((comparison) => welch(comparison, order));
    },
  );
}

/**
 * The same of differences between two things that belong together, each with its sign turned at random: no difference means that either could have
 * been the other. All measures of a pair are turned together.
 *
 * @param measures One list for each measure, one value for each pair; undefined where it was not measured.
 */
export function maxTOfPairs(
  measures: readonly (readonly (number | undefined)[])[],
  { permutations = 1_000, seed = 42 }: { permutations?: number; seed?: number } = {},
): Compared[] {
  const signs = new Array<number>(measures[0]?.length ?? 0).fill(1);
  const random = seededRandom(seed, 'signs');
  return adjusted(
    measures.map((values) => pairedT(values, signs)),
    permutations,
    () => {
      for (let pair = 0; pair < signs.length; pair++) signs[pair] = random.below(2) === 0 ? 1 : -1;
      return measures.map((values) => pairedT(values, signs));
    },
  );
}

/** @param round The statistics of all comparisons where there is no difference, drawn anew each time. */
function adjusted(
  observed: readonly (number | undefined)[],
  rounds: number,
  round: () => readonly (number | undefined)[],
): Compared[] {
  const counts = observed.map(() => ({ alone: 0, together: 0 }));
  for (let done = 0; done < rounds; done++) {
    const drawn = round();
    const sizes = drawn.map((t, index) => (observed[index] === undefined ? 0 : Math.abs(t ?? 0)));
    const most = Math.max(0, ...sizes);
    observed.forEach((t, index) => {
      const count = counts[index];
      if (t === undefined || !count) return;
      if ((sizes[index] ?? 0) >= Math.abs(t) - rounding) count.alone++;
      if (most >= Math.abs(t) - rounding) count.together++;
    });
  }
  return observed.map((t, index) => {
    if (t === undefined) return { t, p: undefined, adjusted: undefined };
    const { alone = 0, together = 0 } = counts[index] ?? {};
    return { t, p: (alone + 1) / (rounds + 1), adjusted: (together + 1) / (rounds + 1) };
  });
}

/** Equal draws may come out by so much apart. */
const rounding = 1e-9;

function placesOf(strata: readonly string[]): readonly (readonly number[])[] {
  const places = new Map<string, number[]>();
  strata.forEach((stratum, unit) => {
    const units = places.get(stratum);
    if (units) units.push(unit);
    else places.set(stratum, [unit]);
  });
  return [...places.values()];
}

/** @param order Whose values each unit has. */
function welch({ side, values }: Comparison, order: readonly number[]): number | undefined {
  const sums = [
    { n: 0, sum: 0, squares: 0 },
    { n: 0, sum: 0, squares: 0 },
  ] satisfies [Sums, Sums];
  for (let unit = 0; unit < side.length; unit++) {
    const of = side[unit];
    const value = values[order[unit] ?? unit];
    if (of === undefined || value === undefined) continue;
    const one = sums[of];
    one.n++;
    one.sum += value;
    one.squares += value * value;
  }
  const [others, own] = sums;
  if (own.n < fewest || others.n < fewest) return undefined;
  const variance = varianceOf(own) / own.n + varianceOf(others) / others.n;
  const difference = own.sum / own.n - others.sum / others.n;
  if (variance <= 1e-18) return 0;
  return difference / Math.sqrt(variance);
}

interface Sums {
  n: number;
  sum: number;
  squares: number;
}

function varianceOf({ n, sum, squares }: Readonly<Sums>): number {
  return Math.max(0, (squares - (sum * sum) / n) / (n - 1));
}

function pairedT(values: readonly (number | undefined)[], signs: readonly number[]): number | undefined {
  const sums = { n: 0, sum: 0, squares: 0 };
  values.forEach((value, pair) => {
    if (value === undefined) return;
    sums.n++;
    sums.sum += value * (signs[pair] ?? 1);
    sums.squares += value * value;
  });
  if (sums.n < fewest) return undefined;
  const variance = varianceOf(sums) / sums.n;
  return variance <= 1e-18 ? 0 : sums.sum / sums.n / Math.sqrt(variance);
}
