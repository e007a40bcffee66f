import { z } from 'zod';
import { checkAgainst } from '../recipe/problems';
import { target } from '../recipe/sections/fields';
import { budgetUnits, type Budget, type BudgetUnit, type Limits } from '../teacher/budget/budget';

/** What people may change of a run that is under way, each checked before anything is changed. */

const raise = z.strictObject({
  usd: z
    .number()
    .gt(0)
    .max(1_000_000_000)
    .optional()
    .describe('The new limit in US dollars: a plain number.'),
  tokens: z.int().min(1).optional().describe('The new limit in tokens.'),
  requests: z.int().min(1).optional().describe('The new limit in requests.'),
  role: z
    .enum(['propose', 'respond', 'judge', 'classify'])
    .optional()
    .describe("Whose limit within the run's; left out, the run's own."),
});
export type Raise = z.output<typeof raise>;

const newTarget = z.strictObject({
  pairs: target.describe('Accepted pairs at which the run ends.'),
});

const newRate = z.strictObject({
  requestsPerMinute: z
    .number()
    .gt(0)
    .max(10_000_000)
    .nullable()
    .describe("Most requests a minute, within the configuration's; null: as that says."),
  endpoint: z.string().min(1).optional().describe('Of this endpoint; left out, of all that the run asks.'),
});
export type NewRate = z.output<typeof newRate>;

export type Change<Value> =
  { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly problem: string };

function checked<Value>(schema: z.ZodType<Value>, payload: unknown, update: string): Change<Value> {
  const found = checkAgainst(schema, payload, `argument of ${update}`);
  if (found.ok) return { ok: true, value: found.value };
  return { ok: false, problem: found.problems.map(({ message }) => message).join(' ') };
}

const refused = (problem: string): { ok: false; problem: string } => ({ ok: false, problem });

/** What `raiseBudget` was given, or a sentence that says why not. Never throws. */
export function readRaise(payload: unknown, budget: Budget | undefined): Change<Raise> {
  const read = checked(raise, payload, 'raiseBudget');
  if (!read.ok) return read;
  const { role, ...limits } = read.value;
  const units = budgetUnits.filter((unit) => limits[unit] !== undefined);
  if (units.length === 0)
    return refused('raiseBudget was given no limit: give the new one, such as {"usd": 5}.');
  const whose = role === undefined ? 'The run' : `Role "${role}"`;
  const current = role === undefined ? budget : budget?.roles?.[role];
  for (const unit of units) {
    const [before, after] = [current?.[unit], limits[unit] ?? 0];
    if (before === undefined)
      return refused(`${whose} has no limit in ${nameOf(unit)}: there is nothing to raise.`);
    if (after <= before)
      return refused(
        `${whose} has a limit of ${before} ${nameOf(unit)} already: give the new limit, which is more than that.`,
      );
  }
  return read;
}

/** The budget after it was raised. */
export function raised(budget: Budget | undefined, { role, ...limits }: Raise): Budget | undefined {
  if (!budget) return budget;
  const given: Limits = Object.fromEntries(Object.entries(limits).filter(([, limit]) => limit !== undefined));
  if (role === undefined) return { ...budget, ...given };
  return { ...budget, roles: { ...budget.roles, [role]: { ...budget.roles?.[role], ...given } } };
}

/** What `setRate` was given, or a sentence that says why not. Never throws. */
export function readRate(payload: unknown): Change<NewRate> {
  return checked(newRate, payload, 'setRate');
}

/** What `changeTarget` was given, or a sentence that says why not. Never throws. */
export function readNewTarget(payload: unknown, target: number): Change<{ readonly pairs: number }> {
  const read = checked(newTarget, payload, 'changeTarget');
  if (read.ok && read.value.pairs === target) return refused(`The target is ${target} pairs already.`);
  return read;
}

function nameOf(unit: BudgetUnit): string {
  return unit === 'usd' ? 'dollars' : unit;
}
