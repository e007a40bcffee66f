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
    SeedbedStage: [stageOf(progress)],
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
