import type { WorkflowExecutionStatusName } from '@temporalio/client';
import { WorkflowNotFoundError } from '@temporalio/common';
import type { ListedRun } from '../../adapters/store/runList';
import { openStates, type RunStatus } from '../../core/run/status';
import type { Session } from '../connection/session';
import { withTemporalsWord } from './runOutcome';

/** A run's status, with Temporal's word where the store has it as open. */
export async function currentStatus(
  session: Session,
  { runKey, name }: ListedRun,
): Promise<RunStatus | undefined> {
  const status = await session.runs.status(runKey);
  if (!status || !openStates.includes(status.state)) return status;
  return withTemporalsWord(status, await statusInTemporal(session, name, runKey.slice(name.length + 1)));
}

async function statusInTemporal(
  session: Session,
  name: string,
  firstRunId: string,
): Promise<WorkflowExecutionStatusName | undefined> {
  const client = await session.temporal();
  try {
    const { status, raw, runId } = await client.workflow.getHandle(name).describe();
    // A later run of the same name says nothing of this one, except that it is over.
    const isThisRun = (raw.workflowExecutionInfo?.firstRunId || runId) === firstRunId;
    if (isThisRun) return status.name;
    return (await client.workflow.getHandle(name, firstRunId).describe()).status.name;
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return undefined;
    throw error;
  }
}
