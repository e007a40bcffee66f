import type { RunCost } from '../../core/run/cost/runCost';
import type { BudgetLine } from '../../core/teacher/budget/budgetState';
import { amountWords } from '../../core/teacher/budget/describeBudget';
import { counted } from './quantities';

/** An amount of US dollars: two decimals from a dollar on, below it the two digits that say something: "$1,204.50", "$0.0042". */
export function dollars(amount: number): string {
  const decimals = amount === 0 || amount >= 1 ? 2 : Math.min(12, 1 - Math.floor(Math.log10(amount)));
  return `$${amount.toLocaleString('en-US', { minimumFractionDigits: Math.min(2, decimals), maximumFractionDigits: decimals })}`;
}

/** "$1.24"; "at least $1.24, plus 3 calls of unknown price": what is not known is said, and never counted as nothing. */
export function costWords({
  usd,
  unpriced,
}: {
  readonly usd: number | null;
  readonly unpriced: number;
}): string {
  if (unpriced === 0) return dollars(usd ?? 0);
  const unknown = `${counted(unpriced, 'call')} of unknown price`;
  return usd === null ? unknown : `at least ${dollars(usd)}, plus ${unknown}`;
}

/** What a run has cost, and where that leads: "$1.24, about $9.80 at the target". */
export function runCostWords({ projectedUsd, ...cost }: RunCost): string {
  const projected = projectedUsd === null ? [] : [`about ${dollars(projectedUsd)} at the target`];
  return [costWords(cost), ...projected].join(cost.unpriced === 0 ? ', ' : '; ');
}

/** "$0.62 of $1.00 spent, $0.08 reserved, $0.02 perhaps, $0.28 left": one limit of a budget. */
export function budgetWords({ of, unit, limit, spent, reserved, perhaps, left, isLow }: BudgetLine): string {
  const words = (amount: number): string => amountWords(unit, amount);
  const whose = of === 'run' ? '' : `${of}: `;
  const parts = [
    `${words(spent)} of ${words(limit)} spent`,
    ...(reserved > 0 ? [`${words(reserved)} reserved`] : []),
    ...(perhaps > 0 ? [`${words(perhaps)} perhaps`] : []),
    left < 0 ? `overdrawn by ${words(-left)}` : `${words(left)} left`,
  ];
  return `${whose}${parts.join(', ')}${isLow && left >= 0 ? ' (low)' : ''}`;
}
