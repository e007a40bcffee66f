import type { Cause } from '../../core/run/pause';
import type { RunState, RunStatus } from '../../core/run/status';

/** What a command's exit status tells a script. The same everywhere. */
export const exitCodes = {
  done: 0,
  failed: 1,
  usage: 2,
  belowTarget: 3,
  keyOrPermission: 4,
  waitingForPerson: 5,
  budgetReached: 6,
  interrupted: 130,
} as const;

/** The exit code for a run that is in this state, or ended in it. */
export function exitCodeOf(run: {
  readonly state: RunState;
  readonly cause: Cause | null;
  readonly target: number;
  readonly funnel: { readonly accepted: number };
}): number {
  switch (run.state) {
    case 'running':
    case 'stopping':
    case 'completed':
      return exitCodes.done;
    case 'exhausted':
    case 'stopped':
    case 'cancelled':
      return run.funnel.accepted >= run.target ? exitCodes.done : exitCodes.belowTarget;
    case 'paused':
      return codeOfCause(run.cause) ?? exitCodes.waitingForPerson;
    case 'failed':
      return codeOfCause(run.cause) ?? exitCodes.failed;
  }
}

function codeOfCause(cause: Cause | null): number | undefined {
  switch (cause?.about) {
    case 'key':
      return exitCodes.keyOrPermission;
    case 'budget':
      return exitCodes.budgetReached;
    case undefined:
      return undefined;
  }
}

/** Whether a run is paused until somebody mends something: nothing goes on by itself, and nobody wanted it so. */
export function waitsForMending({ state, cause }: Pick<RunStatus, 'state' | 'cause'>): boolean {
  return state === 'paused' && cause !== null && cause.by !== 'person';
}
