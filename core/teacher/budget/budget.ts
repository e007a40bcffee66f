import type { TeacherRole } from '../request';

/** What is counted against a limit. */
export const budgetUnits = ['usd', 'tokens', 'requests'] as const;
export type BudgetUnit = (typeof budgetUnits)[number];

/** The most that may be spent; what is left out is not limited. */
export type Limits = Readonly<Partial<Record<BudgetUnit, number | undefined>>>;

/** What a run may spend: in all, and in single roles. */
export interface Budget extends Limits {
  /** The share of a limit from which on people are warned. */
  readonly warnAt: number;
  readonly roles?: Readonly<Partial<Record<TeacherRole, Limits | undefined>>> | undefined;
}

export const budgetPeriods = ['day', 'month'] as const;
export type BudgetPeriod = (typeof budgetPeriods)[number];

/** What all runs of a workspace together may spend in a day or a month of UTC. */
export interface WorkspaceBudget extends Readonly<Partial<Record<BudgetPeriod, Limits | undefined>>> {
  readonly warnAt: number;
}

/** A budget as the store knows it: whose it is, and what it limits. */
export interface NamedBudget {
  readonly budget: string;
  readonly limits: Limits;
  readonly warnAt: number;
}

/** The budgets of a run: of all of it, and of its roles. */
export function budgetsOfRun(runKey: string, budget: Budget | undefined): readonly NamedBudget[] {
  if (!budget) return [];
  const { warnAt, roles = {} } = budget;
  const whole = { budget: runKey, limits: limitsOf(budget), warnAt };
  const ofRoles = Object.entries(roles).flatMap(([role, limits]) =>
    limits ? [{ budget: `${runKey} ${role}`, limits: limitsOf(limits), warnAt }] : [],
  );
  return [whole, ...ofRoles].filter(({ limits }) => Object.keys(limits).length > 0);
}

/** The budgets of a workspace at a time. */
export function budgetsOfWorkspace(budget: WorkspaceBudget | undefined, at: Date): readonly NamedBudget[] {
  if (!budget) return [];
  const date = at.toISOString();
  const names = { day: `day ${date.slice(0, 10)}`, month: `month ${date.slice(0, 7)}` };
  return budgetPeriods.flatMap((period) => {
    const limits = limitsOf(budget[period] ?? {});
    return Object.keys(limits).length > 0 ? [{ budget: names[period], limits, warnAt: budget.warnAt }] : [];
  });
}

/** Those of a run's budgets that a request of this role is paid from. */
export function budgetsFor(runKey: string, budget: Budget | undefined, role: string): readonly NamedBudget[] {
  return budgetsOfRun(runKey, budget).filter((each) => [runKey, `${runKey} ${role}`].includes(each.budget));
}

/** Whether any of them is in dollars: then prices must be known. */
export function isInDollars(budgets: readonly NamedBudget[]): boolean {
  return budgets.some(({ limits }) => limits.usd !== undefined);
}

function limitsOf({ usd, tokens, requests }: Limits): Limits {
  return {
    ...(usd !== undefined && { usd }),
    ...(tokens !== undefined && { tokens }),
    ...(requests !== undefined && { requests }),
  };
}
