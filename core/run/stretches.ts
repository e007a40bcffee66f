import { noYield, type StrategyYield } from '../proposing/planKnowledge';
import { strategyNames } from '../proposing/knownStrategies';
import type { ByStrategy } from '../vocabulary/strategyName';
import type { Stretch } from '../vocabulary/stretch';

/** All that the division of an iteration among the strategies is decided by. */
export interface DivisionState {
  /** Shares of accepted pairs, 0 to 1; those of strategies that have nothing more to give are 0. */
  readonly shares: ByStrategy<number>;
  /** Of committed iterations. */
  readonly yields: ByStrategy<StrategyYield>;
  /** Works of iterations that are planned and not committed. */
  readonly underWay: ByStrategy<number>;
  /** Candidates that a work brings, until experience says better. */
  readonly candidatesPerWork: ByStrategy<number>;
}

/** Weight of the yield that is assumed before there is experience: half of 20 candidates. */
const assumed = { accepted: 10, proposed: 20, works: 2 };

/**
 * How many works each strategy gets of an iteration that aims at `size` candidates, so that the shares of *accepted* pairs come
 * out right whatever each strategy's yield: every strategy is filled up to its share of the same total, which is as high as
 * `size` candidates reach.
 */
export function divideWork(size: number, state: DivisionState): ByStrategy<number> {
  const shareOf = (name: string): number => state.shares[name] ?? 0;
  const whole = strategyNames.reduce((sum, name) => sum + shareOf(name), 0);
  const strategies = strategyNames.map((name) => {
    const { works, proposed, accepted } = state.yields[name] ?? noYield;
    const perCandidate = (accepted + assumed.accepted) / (proposed + assumed.proposed);
    const perWork =
      (proposed + assumed.works * (state.candidatesPerWork[name] ?? 1)) / (works + assumed.works) || 1;
    return {
      name,
      share: whole > 0 ? shareOf(name) / whole : 0,
      expected: accepted + (state.underWay[name] ?? 0) * perWork * perCandidate,
      perCandidate,
      perWork,
    };
  });
  const candidatesFor = (total: number): number[] =>
    strategies.map(({ share, expected, perCandidate }) =>
      share > 0 ? Math.max(0, share * total - expected) / perCandidate : 0,
    );
  const sum = (values: readonly number[]): number => values.reduce((left, right) => left + right, 0);
  let low = 0;
  let high = 1;
  if (whole > 0) while (sum(candidatesFor(high)) < size) high *= 2;
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2;
    if (sum(candidatesFor(middle)) < size) low = middle;
    else high = middle;
  }
  const candidates = candidatesFor(high);
  const works = strategies.map(({ name, share, expected, perWork }, index) => {
    const wanted = candidates[index] ?? 0;
    // Each strategy shows what it brings as early as the first iteration, however small.
    const isUntried = wanted > 0 && expected === 0;
    const count = share > 0 ? Math.round(wanted / perWork) : 0;
    return [name, isUntried ? Math.max(1, count) : count] as const;
  });
  const divided = Object.fromEntries(works);
  // Something is asked whenever something can be: the strategy that is furthest behind.
  if (whole > 0 && sum(Object.values(divided)) === 0) {
    const max = candidates.indexOf(Math.max(...candidates));
    const behind = strategies[max];
    if (behind) divided[behind.name] = 1;
  }
  return divided;
}

/** Where each strategy goes on, after the stretches of all earlier iterations. */
export function stretchesAfter(
  earlier: readonly ByStrategy<Stretch>[],
  counts: ByStrategy<number>,
): ByStrategy<Stretch> {
  return Object.fromEntries(
    strategyNames.map((name) => [
      name,
      {
        from: earlier.reduce((end, stretches) => {
          const stretch = stretches[name];
          return stretch ? Math.max(end, stretch.from + stretch.count) : end;
        }, 0),
        count: counts[name] ?? 0,
      },
    ]),
  );
}
