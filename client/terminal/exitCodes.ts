import type { RunState } from '../../core/run/status';

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
  readonly detail: string;
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
      return isAboutKey(run.detail) ? exitCodes.keyOrPermission : exitCodes.waitingForPerson;
    case 'failed':
      return isAboutKey(run.detail) ? exitCodes.keyOrPermission : exitCodes.failed;
  }
}

/** Whether a run is paused until somebody mends something: nothing goes on by itself, and nobody wanted it so. */
export function waitsForMending({
  state,
  detail,
}: {
  readonly state: RunState;
  readonly detail: string;
}): boolean {
  return state === 'paused' && detail !== '' && detail !== 'paused by a person';
}

/** The sentences of core/teacher/failure.ts that speak of a key say so by these words. */
function isAboutKey(detail: string): boolean {
  return /environment variable \S+ is empty|wants a key|the key in the environment variable/.test(detail);
}
