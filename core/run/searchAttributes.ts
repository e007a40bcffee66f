import type { RunProgress } from './runProgress';
import type { RunState } from './status';

/** Search attributes of runs, with their types: what the Temporal UI's lists can be filtered by. */
export const searchAttributeTypes = {
  SeedbedRun: 'Keyword',
  SeedbedStage: 'Keyword',
  SeedbedIteration: 'Int',
  SeedbedAccepted: 'Int',
  SeedbedAwaitingReview: 'Int',
} as const;

type Types = typeof searchAttributeTypes;

/** Their values for a run just now; `ended`: how it ended. */
export function searchAttributes(
  progress: RunProgress,
  workflowId: string,
  ended?: RunState,
): { [Name in keyof Types]: Types[Name] extends 'Int' ? [number] : [string] } {
  return {
    SeedbedRun: [workflowId],
    SeedbedStage: [ended ?? stageOf(progress)],
    SeedbedIteration: [progress.committed],
    SeedbedAccepted: [progress.funnel.accepted],
    SeedbedAwaitingReview: [progress.funnel.awaitingReview],
  };
}

function stageOf({ stopRequested, pause, isWithPeople }: RunProgress): string {
  if (stopRequested) return 'stopping';
  if (pause) return 'paused';
  return isWithPeople ? 'reviewing' : 'running';
}
