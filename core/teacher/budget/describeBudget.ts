import type { BudgetUnit } from './budget';
import { unitInTheWay, type Amounts, type BudgetState } from './budgetState';

/** "$1.24", "$0.0042", "1,200 tokens", "1 request": an amount in its unit, rounded to what says something. */
export function amountWords(unit: BudgetUnit, amount: number): string {
  if (unit !== 'usd') {
    const noun = unit === 'tokens' ? 'token' : 'request';
    return `${amount.toLocaleString('en-US')} ${noun}${amount === 1 ? '' : 's'}`;
  }
  const size = Math.abs(amount);
  const decimals = size === 0 || size >= 1 ? 2 : Math.min(12, Math.max(2, 1 - Math.floor(Math.log10(size))));
  const digits = { minimumFractionDigits: 2, maximumFractionDigits: decimals };
  return `${amount < 0 ? '-' : ''}$${size.toLocaleString('en-US', digits)}`;
}

/** Whose a budget is, in words that begin a sentence. */
function ownerOf(budget: string, runKey: string): string {
  if (budget === runKey) return 'The budget of the run';
  if (budget.startsWith(`${runKey} `)) return `The run's budget for ${budget.slice(runKey.length + 1)}`;
  const [period, date] = budget.split(' ');
  return `The workspace's budget for ${period === 'day' ? 'the day' : 'the month'} ${date ?? ''}`.trimEnd();
}

/**
 * Why nothing more is sent: what is left of which budget, what is in flight, how far that would go, and what to do.
 *
 * @param name The run's, to be typed.
 */
export function describeBudgetReached(
  state: BudgetState,
  wanted: Amounts,
  { runKey, name }: { readonly runKey: string; readonly name: string },
): string {
  const unit = unitInTheWay(state, wanted);
  const words = (amount: number): string => amountWords(unit, amount);
  const limit = state.limits[unit] ?? 0;
  const [spent, held, lost] = [state.spent[unit], state.held[unit], state.lost[unit]];
  const left = limit - spent - held - lost;
  const parts = [
    `${words(spent)} ${unit === 'usd' || spent === 1 ? 'is' : 'are'} spent`,
    ...(lost > 0 ? [`up to ${words(lost)} went to requests whose answer nobody saw`] : []),
    ...(held > 0
      ? [`up to ${words(held)} to ${amountWords('requests', state.held.requests)} in flight`]
      : []),
    left < 0 ? `it is overdrawn by ${words(-left)}` : `${words(left)} left`,
  ];
  const mean = state.spent.requests > 0 ? spent / state.spent.requests : 0;
  const further = left > 0 && mean > 0 ? Math.floor(left / mean) : 0;
  const reach =
    unit === 'requests'
      ? ''
      : ` ${nextOf(wanted.requests)} may take up to ${words(wanted[unit])}${further > 0 ? `; by what they took so far, what is left would do for about ${further.toLocaleString('en-US')}` : ''}.`;
  return `${ownerOf(state.budget, runKey)} of ${words(limit)} has no room for ${wanted.requests > 1 ? 'another batch' : 'another request'}: ${parts.join(', ')}.${reach} ${mendOf(state.budget, { runKey, name }, unit, proposedLimit(state, wanted, unit))}`;
}

function nextOf(requests: number): string {
  return requests > 1
    ? `The next batch, of ${requests.toLocaleString('en-US')} requests,`
    : 'The next request';
}

function mendOf(
  budget: string,
  { runKey, name }: { readonly runKey: string; readonly name: string },
  unit: BudgetUnit,
  proposed: number,
): string {
  const isOfRun = budget === runKey || budget.startsWith(`${runKey} `);
  if (!isOfRun)
    return `Go on when the next one begins, or write more into seedbed.config.yaml, for instance "budget: { ${budget.split(' ')[0] ?? ''}: { ${unit}: ${plainNumber(proposed)} } }", and start the worker again: seedbed resume ${name}`;
  const role = budget === runKey ? '' : ` --role ${budget.slice(runKey.length + 1)}`;
  return `Raise it to go on, for instance: seedbed raise-budget ${name}${role} --${unit} ${plainNumber(proposed)}`;
}

/** A limit to go on with: twice what it is, and more where what is taken and wanted needs more; by its two first digits. */
function proposedLimit(
  { limits, spent, held, lost }: BudgetState,
  wanted: Amounts,
  unit: BudgetUnit,
): number {
  const limit = Math.max(2 * (limits[unit] ?? 0), spent[unit] + held[unit] + lost[unit] + wanted[unit]);
  const step = 10 ** (Math.floor(Math.log10(limit)) - 1);
  const steps = Math.ceil(limit / step - 1e-9);
  return unit === 'usd' ? steps * step : Math.ceil(steps * step);
}

/** As commands and files take it: digits alone. */
function plainNumber(amount: number): string {
  return amount.toLocaleString('en-US', { useGrouping: false, maximumFractionDigits: 12 });
}
