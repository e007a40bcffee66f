import { setMaxListeners } from 'node:events';
import {
  WorkflowFailedError,
  type WorkflowExecutionStatusName,
  type WorkflowHandle,
} from '@temporalio/client';
import {
  ApplicationFailure,
  CancelledFailure,
  TerminatedFailure,
  TimeoutFailure,
  WorkflowNotFoundError,
} from '@temporalio/common';
import { setTimeout as delay } from 'node:timers/promises';
import { openStates, type RunState, type RunStatus } from '../../core/run/status';
import type { RunSummary } from '../../workflows/datasetRun';
import { shownAfter, type Trouble } from '../../core/foundations/failure/troubles';
import { defect, invalidInput, needsMending } from '../../core/run/failureTypes';
import { causeOf, pauseOn, readFailure, type Cause } from '../../core/run/pause';

/** How a run's workflow ended, as Temporal has it. */
export type RunOutcome =
  | { readonly kind: 'returned'; readonly summary: RunSummary }
  | {
      readonly kind: 'failed';
      readonly state: RunState;
      readonly message: string;
      readonly isInputAtFault: boolean;
      /** What it failed of, where that is known. */
      readonly cause: Cause | null;
    };

/** Waits for a run's end, through any number of lost connections. Never rejects, except when `signal` says so. */
export async function waitForOutcome(handle: WorkflowHandle, signal: AbortSignal): Promise<RunOutcome> {
  setMaxListeners(0, signal); // the client leaves one behind at each of its long polls, one in some twenty seconds
  for (;;) {
    try {
      const result: unknown = await handle.client.connection.withAbortSignal(signal, () => handle.result());
      return { kind: 'returned', summary: result as RunSummary };
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof WorkflowFailedError) return describeFailure(error);
      if (error instanceof WorkflowNotFoundError) return failed('failed', unknownToTemporal);
      await delay(1_000, undefined, { signal }); // the server is away: it is asked again when it is back
    }
  }
}

const unknownToTemporal = 'Temporal does not know this run: was its server replaced?';

function failed(
  state: RunState,
  message: string,
  isInputAtFault = false,
  cause: Cause | null = null,
): RunOutcome {
  return { kind: 'failed', state, message, isInputAtFault, cause };
}

function describeFailure(error: WorkflowFailedError): RunOutcome {
  const root = rootOf(error.cause ?? error);
  if (error.cause instanceof CancelledFailure) return failed('cancelled', 'cancelled by a person');
  if (error.cause instanceof TerminatedFailure)
    return failed('failed', `terminated in Temporal: ${root.message}`);
  if (error.cause instanceof TimeoutFailure)
    return failed('failed', `timed out in Temporal: ${root.message}`);
  const ours = root instanceof ApplicationFailure ? root : undefined;
  return failed('failed', root.message, ours?.type === invalidInput, causeIn(ours));
}

/** What a failure of ours carries as data. */
function causeIn(failure: ApplicationFailure | undefined): Cause | null {
  if (failure?.type !== needsMending && failure?.type !== defect) return null;
  const pause = pauseOn(readFailure(failure.details?.[0]));
  return pause ? causeOf(pause) : null;
}

function rootOf(error: Error): Error {
  return error.cause instanceof Error ? rootOf(error.cause) : error;
}

/** What Temporal says of an open run's workflow, as far as the store can't know it: nobody works on it, or its own code fails. */
export function troubleOfWorkflow(
  task: { readonly attempt: number; readonly scheduledAt: number; readonly isStarted: boolean },
  now: number,
): Trouble[] {
  if (now - task.scheduledAt < shownAfter) return [];
  const isFailing = task.attempt > 1;
  if (!isFailing && task.isStarted) return [];
  const message = isFailing
    ? "Its workflow fails at each attempt, which is a defect of Seedbed: please report it, with the worker's log. It goes on with a worker that is mended."
    : 'No worker has taken it up. Start one: seedbed up';
  const times = Math.max(1, task.attempt - 1);
  const [since, lastAt] = [new Date(task.scheduledAt).toISOString(), new Date(now).toISOString()];
  return [{ what: 'the run itself', message, times, since, lastAt }];
}

const endedInTemporal: Partial<Record<WorkflowExecutionStatusName, RunState>> = {
  COMPLETED: 'completed',
  FAILED: 'failed',
  CANCELLED: 'cancelled',
  TERMINATED: 'failed',
  TIMED_OUT: 'failed',
};

/**
 * A status that the store still has as open, corrected by what Temporal says of its workflow: a terminated one has nobody left
 * to note its end. `temporal` is undefined where Temporal knows no such workflow.
 */
export function withTemporalsWord(
  status: RunStatus,
  temporal: WorkflowExecutionStatusName | undefined,
): RunStatus {
  if (!openStates.includes(status.state)) return status;
  if (temporal === undefined) return { ...status, state: 'failed', detail: unknownToTemporal, cause: null };
  const state = endedInTemporal[temporal];
  if (state === undefined) return status;
  return { ...status, state, cause: null, detail: `${temporal.toLowerCase().replace('_', ' ')} in Temporal` };
}
