import { dollarsOf, type Picodollars } from '../../foundations/picodollars';

/** What a run has cost, as all that shows it has it. Plain JSON. */
export interface RunCost {
  /** US dollars: of all calls whose price is known, and where others are not, at least so much. Null where none of what cost anything is. */
  readonly usd: number | null;
  /** Calls of unknown price, which `usd` leaves out. */
  readonly unpriced: number;
  /** What it will have cost at its target, by what a pair cost of late; null until a pair was accepted, and when the run has its target. */
  readonly projectedUsd: number | null;
}

/** What iterations came to, one after the other: their cost and their accepted pairs in all. */
export interface CostThrough {
  readonly cost: Picodollars;
  readonly accepted: number;
}

export const nothingYet: CostThrough = { cost: 0n, accepted: 0 };

/**
 * What a run has spent, and where that leads: each pair that is missing costs what one of the later half of the committed iterations did, in which
 * yields are as they have become. What open iterations have spent is a part of that, and not added.
 *
 * @param committed What the first half of the committed iterations came to, and all of them.
 */
export function runCost(
  spent: { readonly cost: Picodollars; readonly unpriced: number },
  committed: { readonly half: CostThrough; readonly last: CostThrough },
  target: number,
): RunCost {
  const projected = projectedCost(spent.cost, committed, target);
  const isKnown = projected !== undefined && (projected > 0n || spent.unpriced === 0);
  return {
    usd: usdOf(spent),
    unpriced: spent.unpriced,
    projectedUsd: isKnown ? dollarsOf(projected) : null,
  };
}

/** What is known of a cost, in dollars: an unknown price is never shown as 0. */
export function usdOf({
  cost,
  unpriced,
}: {
  readonly cost: Picodollars;
  readonly unpriced: number;
}): number | null {
  return cost === 0n && unpriced > 0 ? null : dollarsOf(cost);
}

function projectedCost(
  spent: Picodollars,
  { half, last }: { readonly half: CostThrough; readonly last: CostThrough },
  target: number,
): Picodollars | undefined {
  const missing = target - last.accepted;
  if (missing <= 0 || last.accepted <= 0) return undefined;
  const recent = { cost: last.cost - half.cost, accepted: last.accepted - half.accepted };
  const { cost, accepted } = recent.accepted > 0 ? recent : last;
  const whole = last.cost + (cost * BigInt(missing)) / BigInt(accepted);
  return whole > spent ? whole : spent;
}
