import {
  isGrpcServiceError,
  type WorkflowExecutionDescription,
  type WorkflowExecutionStatusName,
} from '@temporalio/client';
import { WorkflowNotFoundError } from '@temporalio/common';
import type { ListedRun } from '../../adapters/store/runList';
import type { Trouble } from '../../core/foundations/failure/troubles';
import { openStates, type RunStatus } from '../../core/run/status';
import type { Session } from '../connection/session';
import { troubleOfWorkflow, withTemporalsWord } from './runOutcome';

/** A run's status, with Temporal's word where the store has it as open. Where Temporal fails, the store's stands, and that is told with it. */
export async function currentStatus(session: Session, { runKey }: ListedRun): Promise<RunStatus | undefined> {
  const status = await session.runs.status(runKey);
  if (!status || !openStates.includes(status.state)) return status;
  let temporal: WordOfTemporal | undefined;
  try {
    temporal = await statusInTemporal(session, runKey);
  } catch (error) {
    return { ...status, troubles: [...status.troubles, troubleOfTemporal(error)] };
  }
  const withTrouble = { ...status, troubles: [...status.troubles, ...(temporal?.troubles ?? [])] };
  const corrected = withTemporalsWord(withTrouble, temporal?.status);
  if (corrected === withTrouble) return corrected;
  // It may have ended between the two looks: then the store knows how.
  const since = await session.runs.status(runKey);
  return since && !openStates.includes(since.state) ? since : corrected;
}

interface WordOfTemporal {
  readonly status: WorkflowExecutionStatusName;
  readonly troubles: readonly Trouble[];
}

async function statusInTemporal(session: Session, runKey: string): Promise<WordOfTemporal | undefined> {
  const { workflowId: name, firstRunId } = await session.extensions.executionOf(runKey);
  const client = await session.temporal();
  try {
    const { status, raw, runId } = await client.workflow.getHandle(name).describe();
    // A later run of the same name says nothing of this one, except that it is over.
    const isThisRun = (raw.workflowExecutionInfo?.firstRunId || runId) === firstRunId;
    if (isThisRun) return { status: status.name, troubles: troublesIn(raw) };
    const { status: before } = await client.workflow.getHandle(name, firstRunId).describe();
    return { status: before.name, troubles: [] };
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return undefined;
    throw error;
  }
}

/** What kept Temporal from an answer. @throws what is no failure of the server or the way to it. */
function troubleOfTemporal(error: unknown): Trouble {
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  if (!isGrpcServiceError(cause)) throw error;
  const at = new Date().toISOString();
  return { what: 'Temporal', message: cause.details || cause.message, times: 1, since: at, lastAt: at };
}

function troublesIn({ pendingWorkflowTask: task }: WorkflowExecutionDescription['raw']): readonly Trouble[] {
  if (!task) return [];
  const since = task.originalScheduledTime ?? task.scheduledTime;
  const scheduledAt = Number(since?.seconds ?? 0) * 1_000;
  const isStarted = task.startedTime !== null && task.startedTime !== undefined;
  return troubleOfWorkflow({ attempt: task.attempt ?? 1, scheduledAt, isStarted }, Date.now());
}
