import { defineQuery, defineSignal, defineUpdate } from '@temporalio/workflow';
import type { Failure } from '../core/foundations/failure/failure';
import type { RunCost } from '../core/run/cost/runCost';
import type { BudgetLine } from '../core/teacher/budget/budgetState';
import type { Funnel } from '../core/vocabulary/funnel';

/** What a person may tell a run. Without arguments, so that they can be typed anywhere. */
export const pauseSignal = defineSignal('pause');
export const resumeSignal = defineSignal('resume');
export const stopSignal = defineSignal('stop');
export type RunMessage = typeof pauseSignal | typeof resumeSignal | typeof stopSignal;

/** An iteration tells its run what it can't go on without: that somebody mends something, or a defect. */
export const needsMendingSignal = defineSignal<[failure: Failure]>('needsMending');

/** A worker tells a run what is away and tried again: `{ worker, troubles }`, all that there is now. */
export const troublesSignal = defineSignal<[unknown]>('troubles');

/** Raises what the run may spend, and goes on where it was paused for that: `{ usd?, tokens?, requests?, role? }`, the new limits. */
export const raiseBudgetUpdate = defineUpdate<readonly BudgetLine[], [unknown]>('raiseBudget');
/** `{ pairs }`: accepted pairs at which the run ends. */
export const changeTargetUpdate = defineUpdate<{ readonly target: number }, [unknown]>('changeTarget');

/** `{ requestsPerMinute, endpoint? }`: for all workers, and for all runs that ask the same; null: as configured. */
export const setRateUpdate = defineUpdate<{ readonly endpoints: readonly string[] }, [unknown]>('setRate');

export interface Progress {
  readonly stage: string;
  readonly accepted: number;
  readonly target: number;
  readonly committedIterations: number;
  readonly openIterations: readonly number[];
  /** What the run waits for, in words; empty when it is at work. */
  readonly waitsFor: string;
  /** What was left of its budgets at the last commit; empty where there are none. */
  readonly budget: readonly BudgetLine[];
}

export const progressQuery = defineQuery<Progress>('progress');
/** Committed candidates by state: `proposed` is the sum of the others. */
/**
 * What the run has cost, as its last commit told, and its end: the store has what was bought since. Null before the first commit, and in runs of
 * workers from before costs were told.
 */
export const costQuery = defineQuery<RunCost | null>('cost');
export const funnelQuery = defineQuery<Funnel>('funnel');
