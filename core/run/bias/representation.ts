import { wilsonInterval, type Interval } from '../../foundations/statistics/yieldInterval';
import type { NamedIn } from './auditedPair';

/** How often a group is named, beside the others of its attribute. */
export interface GroupShare {
  readonly group: string;
  /** Pairs whose instruction or input names it, whose response does, and either. */
  readonly instructions: number;
  readonly responses: number;
  readonly pairs: number;
  /** Of the pairs that name any group of the attribute; one that names two counts half for each. */
  readonly share: number;
  readonly interval: Interval;
  /** What the recipe asks for; null where it says nothing. */
  readonly reference: number | null;
  /** Of a share as far from the reference by chance, held over all groups (Holm 1979). */
  readonly adjusted: number | null;
  readonly finding: 'tooFew' | 'tooMany' | null;
}

export interface AttributeShares {
  readonly attribute: string;
  /** Pairs that name any of its groups. */
  readonly pairs: number;
  readonly groups: readonly GroupShare[];
}

/** Weights of groups by attribute. What is not named in an attribute that is, is left out of its shares. */
export type Reference = Readonly<Record<string, Readonly<Record<string, number>>>>;

/** How people are represented in a dataset, against a reference. */
export function representation(
  named: readonly NamedIn[],
  attributes: readonly string[],
  reference: Reference,
  errorRate: number,
): AttributeShares[] {
  const shares = attributes.map((attribute) => sharesOf(named, attribute, reference[attribute]));
  const tested = shares.flatMap(({ groups }) => groups).filter(({ p }) => p !== null);
  const adjusted = holm(tested.map(({ p }) => p ?? 1));
  const adjustedOf = new Map(tested.map((group, index) => [group, adjusted[index] ?? 1]));
  return shares.map(({ groups, ...rest }) => ({
    ...rest,
    groups: groups.map((group) => {
      const { p: _, ...shown } = group;
      const value = adjustedOf.get(group) ?? null;
      const differs = value !== null && value <= errorRate;
      return {
        ...shown,
        adjusted: value,
        finding: !differs ? null : group.share < (group.reference ?? 0) ? 'tooFew' : 'tooMany',
      };
    }),
  }));
}

function sharesOf(
  named: readonly NamedIn[],
  attribute: string,
  reference: Readonly<Record<string, number>> | undefined,
) {
  const weights = reference && Object.values(reference).reduce((sum, weight) => sum + weight, 0);
  const counts = new Map<string, { instructions: number; responses: number; pairs: number; parts: number }>(
    Object.keys(reference ?? {}).map((group) => [
      group,
      { instructions: 0, responses: 0, pairs: 0, parts: 0 },
    ]),
  );
  let pairs = 0;
  for (const { task, response } of named) {
    const inTask = task.get(attribute) ?? new Set();
    const inResponse = response.get(attribute) ?? new Set();
    const either = [...new Set([...inTask, ...inResponse])].filter(
      (group) => reference === undefined || Object.hasOwn(reference, group),
    );
    if (either.length > 0) pairs++;
    for (const group of either) {
      const count = counts.get(group) ?? { instructions: 0, responses: 0, pairs: 0, parts: 0 };
      counts.set(group, count);
      if (inTask.has(group)) count.instructions++;
      if (inResponse.has(group)) count.responses++;
      count.pairs++;
      count.parts += 1 / either.length;
    }
  }
  const groups = [...counts]
    .sort(([left, one], [right, other]) => other.parts - one.parts || (left < right ? -1 : 1))
    .map(([group, { parts, ...count }]) => {
      const expected = reference && weights ? (reference[group] ?? 0) / weights : null;
      return {
        group,
        ...count,
        share: pairs === 0 ? 0 : parts / pairs,
        interval: wilsonInterval(parts, pairs),
        reference: expected,
        p: expected === null || pairs === 0 ? null : binomialP(Math.round(parts), pairs, expected),
      };
    });
  return { attribute, pairs, groups };
}

/** Two-sided and exact: the chance of a count that is no likelier than this one. */
export function binomialP(successes: number, trials: number, share: number): number {
  if (share <= 0) return successes > 0 ? 0 : 1;
  if (share >= 1) return successes < trials ? 0 : 1;
  const logs: number[] = [];
  let log = trials * Math.log(1 - share);
  for (let count = 0; count <= trials; count++) {
    logs.push(log);
    log += Math.log((trials - count) / (count + 1)) + Math.log(share / (1 - share));
  }
  const limit = (logs[successes] ?? -Infinity) + 1e-7;
  return Math.min(
    1,
    logs.reduce((sum, one) => (one <= limit ? sum + Math.exp(one) : sum), 0),
  );
}

/** Holm's step-down: as p values that hold over all of them. */
export function holm(values: readonly number[]): number[] {
  const order = values.map((_, index) => index).sort((left, right) => values[left]! - values[right]!);
  const adjusted = new Array<number>(values.length).fill(1);
  let highest = 0;
  order.forEach((index, rank) => {
    highest = Math.max(highest, Math.min(1, values[index]! * (values.length - rank)));
    adjusted[index] = highest;
  });
  return adjusted;
}
