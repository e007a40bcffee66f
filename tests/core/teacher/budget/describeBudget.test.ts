import type { BudgetState } from '../../../../core/teacher/budget/budgetState';
import { describeBudgetReached } from '../../../../core/teacher/budget/describeBudget';

const nothing = { usd: 0, tokens: 0, requests: 0 };
const run = { runKey: 'garden@1', name: 'garden' };

function reached(changes: Partial<BudgetState>, wanted = { usd: 0.004, tokens: 300, requests: 1 }): string {
  const state: BudgetState = {
    ...{ budget: 'garden@1', limits: { usd: null, tokens: null, requests: null }, warnAt: 0.8 },
    ...{ spent: nothing, held: nothing, lost: nothing },
    ...changes,
  };
  return describeBudgetReached(state, wanted, run);
}

test.each([
  [
    'garden@1',
    { usd: 0.1 },
    { usd: 0.098 },
    '$0.10',
    '$0.098 is spent',
    'seedbed raise-budget garden --usd 0.2',
  ],
  ['garden@1', { usd: 5 }, { usd: 4.999 }, '$5.00', '$5.00 is spent', 'seedbed raise-budget garden --usd 10'],
  ['garden@1', { usd: 0.00001 }, {}, '$0.00001', '$0.00 is spent', 'seedbed raise-budget garden --usd 0.004'],
  ['garden@1', { usd: 1 }, { usd: 2.5 }, '$1.00', '$2.50 is spent', 'seedbed raise-budget garden --usd 2.6'],
  [
    'garden@1 judge',
    { usd: 1 },
    { usd: 1 },
    '$1.00',
    '$1.00 is spent',
    'seedbed raise-budget garden --role judge --usd 2',
  ],
  [
    'garden@1',
    { tokens: 2_000_000 },
    { tokens: 1_999_900 },
    '2,000,000 tokens',
    '1,999,900 tokens are spent',
    'seedbed raise-budget garden --tokens 4000000',
  ],
  [
    'garden@1',
    { requests: 3 },
    { requests: 3 },
    '3 requests',
    '3 requests are spent',
    'seedbed raise-budget garden --requests 6',
  ],
  [
    'day 2026-11-30',
    { usd: 20 },
    { usd: 20 },
    '$20.00',
    '$20.00 is spent',
    '"budget: { day: { usd: 40 } }", and start the worker again: seedbed resume garden',
  ],
])(
  'a pause for want of budget %s %j says what was spent of what, and what to type for more',
  (budget, limits, spent, limit, spentWords, typed) => {
    const said = reached({
      budget,
      limits: { usd: null, tokens: null, requests: null, ...limits },
      spent: { ...nothing, ...spent },
    });
    expect(said).toContain(` of ${limit} has no room`);
    expect(said).toContain(spentWords);
    expect(said.endsWith(typed)).toBe(true);
  },
);
