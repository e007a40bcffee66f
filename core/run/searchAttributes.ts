import type { RunProgress } from './runProgress';

/** Search attributes of runs, with their types: what the Temporal UI's lists can be filtered by. */
export const searchAttributeTypes = {
  SeedbedRun: 'Keyword',
  SeedbedStage: 'Keyword',
  SeedbedIteration: 'Int',
  SeedbedAccepted: 'Int',
  SeedbedAwaitingReview: 'Int',
} as const;

type Types = typeof searchAttributeTypes;

/** Their values for a run just now. */
export function searchAttributes(
  progress: RunProgress,
  workflowId: string,
): { [Name in keyof Types]: Types[Name] extends 'Int' ? [number] : [string] } {
  return {
    SeedbedRun: [workflowId],
    SeedbedStage: [progress.stopRequested ? 'stopping' : progress.pause ? 'paused' : 'running'],
    SeedbedIteration: [progress.committed],
    SeedbedAccepted: [progress.funnel.accepted],
    SeedbedAwaitingReview: [progress.funnel.awaitingReview],
  };
}
