import { openStates, type RunStatus } from '../../status';

/** "running: iteration 3 respond", "completed": how final the figures are. */
export function stateInWords({ state, detail }: Pick<RunStatus, 'state' | 'detail'>): string {
  const why = detail === '' ? '' : `: ${detail}`;
  return openStates.includes(state) ? `${state}${why}. These figures will change.` : `${state}${why}`;
}
