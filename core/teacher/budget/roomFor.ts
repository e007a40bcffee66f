import { budgetUnits, type BudgetUnit } from './budget';
import type { Amounts, BudgetState } from './budgetState';

/** The most that something may take, and of which budgets. */
export interface Wanted {
  readonly budgets: readonly string[];
  readonly amounts: Amounts;
}

/** How many of them, from the first on, have room in all of their budgets together. A budget that nobody knows limits nothing. */
export function roomFor(wanted: readonly Wanted[], states: ReadonlyMap<string, BudgetState>): number {
  const taken = new Map<string, Record<BudgetUnit, number>>();
  const full = wanted.findIndex(({ budgets, amounts }) =>
    budgets.some((budget) => {
      const { limits, spent, held, lost } = states.get(budget) ?? unlimited;
      const before = taken.get(budget) ?? { usd: 0, tokens: 0, requests: 0 };
      const having = (unit: BudgetUnit): number => before[unit] + amounts[unit];
      taken.set(budget, { usd: having('usd'), tokens: having('tokens'), requests: having('requests') });
      return budgetUnits.some((unit) => {
        const limit = limits[unit];
        return limit !== null && spent[unit] + held[unit] + lost[unit] + having(unit) > limit;
      });
    }),
  );
  return full === -1 ? wanted.length : full;
}

const none: Amounts = { usd: 0, tokens: 0, requests: 0 };
const unlimited: Pick<BudgetState, 'limits' | 'spent' | 'held' | 'lost'> = {
  limits: { usd: null, tokens: null, requests: null },
  spent: none,
  held: none,
  lost: none,
};

/** What all of them may take of one budget. */
export function wantedOf(budget: string, wanted: readonly Wanted[]): Amounts {
  const own = wanted.filter(({ budgets }) => budgets.includes(budget));
  const sum = (unit: BudgetUnit): number => own.reduce((all, { amounts }) => all + amounts[unit], 0);
  return { usd: sum('usd'), tokens: sum('tokens'), requests: sum('requests') };
}
