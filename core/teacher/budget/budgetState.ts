import { budgetUnits, type BudgetUnit } from './budget';

/** An amount of each unit. Dollars are exact here as far as people need: what decides is the store's. */
export type Amounts = Readonly<Record<BudgetUnit, number>>;

/** What has become of a budget. */
export interface BudgetState {
  readonly budget: string;
  readonly limits: Readonly<Record<BudgetUnit, number | null>>;
  readonly warnAt: number;
  /** Of what was answered. */
  readonly spent: Amounts;
  /** The most that requests in flight may take. */
  readonly held: Amounts;
  /** The most that was taken by requests whose answer nobody saw: a process died, or our patience ended. */
  readonly lost: Amounts;
}

/** One limit of a budget, as people are shown it. Plain JSON. */
export interface BudgetLine {
  /** `run`, a role of it, or the workspace's `day` or `month`. */
  readonly of: string;
  readonly unit: BudgetUnit;
  readonly limit: number;
  readonly spent: number;
  /** The most that requests in flight may take. */
  readonly reserved: number;
  /** The most that was perhaps charged for requests whose answer was never seen. */
  readonly perhaps: number;
  /** Less than 0: it is overdrawn by so much. */
  readonly left: number;
  /** Whether the share is reached at which people are warned. */
  readonly isLow: boolean;
}

/** A budget's limits, one line each. */
export function budgetLines(state: BudgetState, of: string): readonly BudgetLine[] {
  return budgetUnits.flatMap((unit) => {
    const limit = state.limits[unit];
    if (limit === null) return [];
    const [spent, reserved, perhaps] = [state.spent[unit], state.held[unit], state.lost[unit]];
    const left = limit - spent - reserved - perhaps;
    return [
      {
        ...{ of, unit, limit, spent, reserved, perhaps },
        left: unit === 'usd' ? Number(left.toFixed(12)) : left,
        isLow: spent + perhaps >= state.warnAt * limit,
      },
    ];
  });
}

/** Whether a request that finds no room now may find it once those in flight have settled for less than they hold. */
export function mayFitLater(state: BudgetState, wanted: Amounts): boolean {
  return budgetUnits.every((unit) => {
    const limit = state.limits[unit];
    return limit === null || state.spent[unit] + state.lost[unit] + wanted[unit] <= limit;
  });
}

/** The unit of a budget in which there is no room for what is wanted. */
export function unitInTheWay(state: BudgetState, wanted: Amounts): BudgetUnit {
  return budgetUnits.find((unit) => hasNoRoom(state, wanted, unit)) ?? 'usd';
}

/** Whether there is no room for what is wanted just now. */
export function isFull(state: BudgetState, wanted: Amounts): boolean {
  return budgetUnits.some((unit) => hasNoRoom(state, wanted, unit));
}

function hasNoRoom({ limits, spent, lost, held }: BudgetState, wanted: Amounts, unit: BudgetUnit): boolean {
  const limit = limits[unit];
  return limit !== null && spent[unit] + lost[unit] + held[unit] + wanted[unit] > limit;
}
