import { ActivityFailure, ApplicationFailure, workflowInfo } from '@temporalio/workflow';
import type { RunInput } from '../core/recipe/runInput';
import type { PreparedRun } from '../core/run/runProgress';
import { long } from './activities';

/** Checks and snapshots what a run was asked for. What somebody has to mend, or which defect
 * there is, is the failure's own message, not hidden in its cause: there is no run yet that could pause. */
export async function prepare(input: RunInput, kind: 'run' | 'preview'): Promise<PreparedRun> {
  const { workflowId, firstExecutionRunId } = workflowInfo();
  try {
    return await long('Check and snapshot the recipe').prepareRun({
      input,
      workflowId,
      firstRunId: firstExecutionRunId,
      kind,
    });
  } catch (error) {
    const cause = error instanceof ActivityFailure ? error.cause : undefined;
    throw cause instanceof ApplicationFailure && cause.nonRetryable
      ? ApplicationFailure.nonRetryable(cause.message, cause.type, ...(cause.details ?? []))
      : error;
  }
}
