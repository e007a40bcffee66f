import { exitCodes } from '../terminal/exitCodes';
import type { Surroundings } from '../terminal/surroundings';

/** Ctrl-C while servers start: nothing runs yet. What has started is attached to by the next command. */
export function whileStarting({ terminal, interruption }: Surroundings): { end(): void } {
  const leaveNow = (): void => {
    terminal.warn(
      'Interrupted before the run began. What was downloaded is kept; what has started ends by: seedbed down',
    );
    process.exit(exitCodes.interrupted);
  };
  interruption.signal.addEventListener('abort', leaveNow);
  return { end: () => interruption.signal.removeEventListener('abort', leaveNow) };
}
