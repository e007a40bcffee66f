import { ActivityFailure, ApplicationFailure, workflowInfo } from '@temporalio/workflow';
import type { RunInput } from '../core/recipe/runInput';
import type { ExtensionInput } from '../core/run/extension';
import type { CarriedRun, PreparedRun } from '../core/run/runProgress';
import { long } from './activities';

/** Checks and snapshots what a run was asked for. */
export function prepare(input: RunInput, kind: 'run' | 'preview'): Promise<PreparedRun> {
  return inItsOwnWords(() =>
    long('Check and snapshot the recipe').prepareRun({ input, ...ownExecution(), kind }),
  );
}

/** Opens a run again that has ended, in this execution. */
export function extend(input: ExtensionInput): Promise<CarriedRun> {
  return inItsOwnWords(() => long('Open the run again').extendRun({ input, ...ownExecution() }));
}

function ownExecution(): { readonly workflowId: string; readonly firstRunId: string } {
  const { workflowId, firstExecutionRunId: firstRunId } = workflowInfo();
  return { workflowId, firstRunId };
}

/**
 * What somebody has to mend, or which defect there is, is the failure's own message, not hidden in its cause: there is no run yet that
 * could pause.
 */
async function inItsOwnWords<Result>(step: () => Promise<Result>): Promise<Result> {
  try {
    return await step();
  } catch (error) {
    const cause = error instanceof ActivityFailure ? error.cause : undefined;
    throw cause instanceof ApplicationFailure && cause.nonRetryable
      ? ApplicationFailure.nonRetryable(cause.message, cause.type, ...(cause.details ?? []))
      : error;
  }
}
