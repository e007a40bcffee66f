import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { wilsonInterval, type Interval } from '../foundations/statistics/yieldInterval';
import type { Agreement } from './batch';

/** The normal distribution's 97.5 % quantile. */
const z = 1.959_963_984_540_054;
const resamples = 1_000;

/** What each of an item's reviewers said of it, by category; whoever said nothing is not in it. */
export type Ratings = ReadonlyMap<string, string>;

/**
 * Agreement of reviewers beyond chance, over the items that two or more of them saw: Cohen's kappa where they are the same two
 * throughout, else Krippendorff's alpha for nominal categories. Null where nothing can be told: no such item, or one category only.
 */
export function agreementOf(items: readonly Ratings[]): Agreement | null {
  const shared = items.filter(({ size }) => size > 1);
  const reviewers = [...new Set(shared.flatMap((ratings) => [...ratings.keys()]))].sort();
  const [first, second] = reviewers;
  const isCohens = reviewers.length === 2;
  const estimate =
    isCohens && first !== undefined && second !== undefined
      ? cohenKappa(shared.map((ratings) => [ratings.get(first) ?? '', ratings.get(second) ?? '']))
      : krippendorffAlpha(shared.map((ratings) => [...ratings.values()]));
  return (
    estimate && { measure: isCohens ? 'cohenKappa' : 'krippendorffAlpha', ...estimate, items: shared.length }
  );
}

export interface Estimate {
  readonly value: number;
  /** 95 %. */
  readonly interval: Interval;
}

/**
 * Cohen's kappa (Cohen 1960) of pairs of ratings, with the large-sample interval of Fleiss, Cohen and Everitt 1969. Where the two
 * agree on everything that interval is a point; its lower end is then what Wilson's interval leaves of the observed agreement.
 */
export function cohenKappa(pairs: readonly (readonly [string, string])[]): Estimate | null {
  const count = pairs.length;
  const [left, right, both] = [
    new Map<string, number>(),
    new Map<string, number>(),
    new Map<string, number>(),
  ];
  for (const [one, other] of pairs) {
    add(left, one, 1 / count);
    add(right, other, 1 / count);
    if (one === other) add(both, one, 1 / count);
  }
  const categories = [...new Set([...left.keys(), ...right.keys()])];
  const share = (of: ReadonlyMap<string, number>, category: string): number => of.get(category) ?? 0;
  const expected = sum(categories, (category) => share(left, category) * share(right, category));
  if (count === 0 || expected > 1 - 1e-12) return null;
  const agreed = pairs.filter(([one, other]) => one === other).length;
  const observed = agreed / count;
  const value = (observed - expected) / (1 - expected);
  if (agreed === count)
    return {
      value: 1,
      interval: [clamped((wilsonInterval(agreed, count)[0] - expected) / (1 - expected)), 1],
    };

  const rest = 1 - value;
  const onDiagonal = sum(
    categories,
    (category) => share(both, category) * (1 - (share(left, category) + share(right, category)) * rest) ** 2,
  );
  const offDiagonal =
    rest ** 2 *
    sum(pairs, ([one, other]) => (one === other ? 0 : (share(right, one) + share(left, other)) ** 2 / count));
  const variance =
    (onDiagonal + offDiagonal - (value - expected * rest) ** 2) / (count * (1 - expected) ** 2);
  const spread = z * Math.sqrt(Math.max(0, variance));
  return { value, interval: [clamped(value - spread), clamped(value + spread)] };
}

/**
 * Krippendorff's alpha for nominal categories, any number of reviewers, and items that not all of them saw (Krippendorff 2011,
 * "Computing Krippendorff's Alpha-Reliability", section C). The interval is the percentile bootstrap's over items, always with the
 * same draws; where all agree on everything, as for kappa.
 */
export function krippendorffAlpha(items: readonly (readonly string[])[]): Estimate | null {
  const units = items.filter((ratings) => ratings.length > 1).map(unitOf);
  const whole = alphaOf(units);
  if (!whole) return null;
  const { value, expected } = whole;
  if (value === 1) {
    const agreed = wilsonInterval(units.length, units.length)[0];
    return { value, interval: [clamped(1 - (1 - agreed) / expected), 1] };
  }
  const generator = xoroshiro128plus(units.length);
  const values: number[] = [];
  for (let round = 0; round < resamples; round++) {
    const drawn = units.map(() => units[uniformInt(generator, 0, units.length - 1)] ?? unitOf([]));
    const again = alphaOf(drawn);
    if (again) values.push(again.value); // one category only was drawn: nothing can be told of that
  }
  values.sort((one, other) => one - other);
  const at = (share: number): number => values[Math.round(share * (values.length - 1))] ?? value;
  return { value, interval: [at(0.025), at(0.975)] };
}

interface Unit {
  readonly ratings: number;
  readonly byCategory: ReadonlyMap<string, number>;
  /** Pairs of ratings that differ, each weighted by 1 / (ratings - 1). */
  readonly disagreement: number;
}

function unitOf(ratings: readonly string[]): Unit {
  const byCategory = new Map<string, number>();
  for (const category of ratings) add(byCategory, category, 1);
  const count = ratings.length;
  const same = sum([...byCategory.values()], (times) => times * (times - 1));
  return { ratings: count, byCategory, disagreement: count > 1 ? count - same / (count - 1) : 0 };
}

function alphaOf(units: readonly Unit[]): { value: number; expected: number } | null {
  const totals = new Map<string, number>();
  for (const { byCategory } of units)
    for (const [category, times] of byCategory) add(totals, category, times);
  const ratings = sum(units, (unit) => unit.ratings);
  const same = sum([...totals.values()], (times) => times * (times - 1));
  const expected = 1 - same / (ratings * (ratings - 1));
  if (!(expected > 1e-12)) return null;
  return { value: 1 - sum(units, (unit) => unit.disagreement) / ratings / expected, expected };
}

function add(counts: Map<string, number>, key: string, by: number): void {
  counts.set(key, (counts.get(key) ?? 0) + by);
}

function sum<Item>(items: readonly Item[], of: (item: Item) => number): number {
  return items.reduce((total, item) => total + of(item), 0);
}

function clamped(value: number): number {
  return Math.min(1, Math.max(-1, value));
}
