import { dollarsOf, sumOfPicodollars, type Picodollars } from '../../foundations/picodollars';

/** What a run has cost, as all that shows it has it. Plain JSON. */
export interface RunCost {
  /** US dollars: of all calls whose price is known, and where others are not, at least so much. Null where none of what cost anything is. */
  readonly usd: number | null;
  /** Calls of unknown price, which `usd` leaves out. */
  readonly unpriced: number;
  /** What it will have cost at its target, by what a pair cost of late; null until a pair was accepted, and when the run has its target. */
  readonly projectedUsd: number | null;
}

/** An iteration that was committed. */
export interface CommittedCost {
  readonly cost: Picodollars;
  readonly accepted: number;
}

/**
 * What a run has spent, and where that leads: each pair that is missing costs what one of the later half of the committed iterations did, in which
 * yields are as they have become. What open iterations have spent is a part of that, and not added.
 */
export function runCost(
  spent: { readonly cost: Picodollars; readonly unpriced: number },
  committed: readonly CommittedCost[],
  target: number,
): RunCost {
  const projected = projectedCost(spent.cost, committed, target);
  return {
    usd: usdOf(spent),
    unpriced: spent.unpriced,
    projectedUsd:
      projected === undefined || (projected === 0n && spent.unpriced > 0) ? null : dollarsOf(projected),
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
  committed: readonly CommittedCost[],
  target: number,
): Picodollars | undefined {
  const pairs = (some: readonly CommittedCost[]): number =>
    some.reduce((sum, { accepted }) => sum + accepted, 0);
  const costs = (some: readonly CommittedCost[]): Picodollars =>
    sumOfPicodollars(some.map(({ cost }) => cost));
  const missing = target - pairs(committed);
  if (missing <= 0) return undefined;
  const recent = committed.slice(Math.floor(committed.length / 2));
  const known = pairs(recent) > 0 ? recent : committed;
  const accepted = pairs(known);
  if (accepted <= 0) return undefined;
  const whole = costs(committed) + (costs(known) * BigInt(missing)) / BigInt(accepted);
  return whole > spent ? whole : spent;
}
