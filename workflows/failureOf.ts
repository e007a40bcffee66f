import { ActivityFailure, ApplicationFailure, ChildWorkflowFailure } from '@temporalio/workflow';
import type { Failure } from '../core/foundations/failure/failure';
import { defect, invalidInput, leftUndone, needsMending } from '../core/run/failureTypes';
import { readFailure } from '../core/run/pause';

/**
 * What an activity failed with for good, as whoever ran it classified it; what it does not say is a defect. Undefined for what is no
 * failure of an activity, and for what ends a run: a cancellation, a timeout, an input that can't be run.
 */
export function failureOf(error: unknown): Failure | undefined {
  const cause = error instanceof ActivityFailure ? error.cause : undefined;
  if (!(cause instanceof ApplicationFailure) || cause.type === invalidInput) return undefined;
  const { type, message, details } = cause;
  const kind = type === needsMending ? 'needsMending' : 'defect';
  return { ...readFailure(details?.[0]), message, kind };
}

/** The failure of a step that was left undone since its run was stopped. */
export function leave(failure: Failure): ApplicationFailure {
  return ApplicationFailure.create({
    message: failure.message,
    type: leftUndone,
    nonRetryable: true,
    details: [failure],
  });
}

/** What was left undone, by this workflow or a child of it; undefined for every other error. */
export function undoneOf(error: unknown): Failure | undefined {
  const cause = error instanceof ChildWorkflowFailure ? error.cause : error;
  if (!(cause instanceof ApplicationFailure) || cause.type !== leftUndone) return undefined;
  return readFailure(cause.details?.[0]);
}

/** The type of failure that says the same to Temporal. */
export function typeOf({ kind }: Failure): string {
  return kind === 'defect' ? defect : needsMending;
}
