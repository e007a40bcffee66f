import type { CandidateState } from '../vocabulary/funnel';
import type { ItemOutcome } from './batch';

/**
 * The state that people's outcome gives a candidate, by the one that its commit gave it. What a filter rejected comes back where
 * people approve of it, and stays rejected otherwise. What was left out is as its commit left it.
 */
export function stateAfter(committed: CandidateState, outcome: ItemOutcome['outcome']): CandidateState {
  if (outcome === 'approve') return 'accepted';
  if (outcome === 'leaveOut' || committed === 'rejected') return committed;
  return outcome === 'reject' ? 'declined' : 'abandoned';
}
