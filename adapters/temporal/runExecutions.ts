import { WorkflowNotFoundError, type Client, type WorkflowHandle } from '@temporalio/client';
import type { RunIdentity } from '../../core/vocabulary/runKey';

/** How often a run may continue as new between our looking it up and our telling it something. */
const maxMoves = 5;

/**
 * Awaits or cancels a run, through however many executions it went: of another run of its name the server knows better.
 *
 * @param execution The chain of executions that it is in (`ExtensionStore.executionOf`), here as in what follows.
 */
export function handleOfRun(
  client: Pick<Client, 'workflow'>,
  { workflowId, firstRunId }: RunIdentity,
): WorkflowHandle {
  return client.workflow.getHandle(workflowId, undefined, { firstExecutionRunId: firstRunId });
}

/**
 * Signals a run, and never another one that has its name by now: the server takes a signal to whoever has the name, so it is sent to the
 * execution that was seen to be the run's.
 *
 * @returns Whether it arrived; false where the run is closed.
 */
export async function signalRun(
  client: Pick<Client, 'workflow'>,
  execution: RunIdentity,
  signal: string,
  ...payload: readonly unknown[]
): Promise<boolean> {
  const { workflowId } = execution;
  for (let move = 0; move < maxMoves; move++) {
    const runId = await openExecutionOf(client, execution);
    if (runId === undefined) return false;
    try {
      await client.workflow.getHandle(workflowId, runId).signal(signal, ...payload);
      return true;
    } catch (error) {
      if (!(error instanceof WorkflowNotFoundError)) throw error; // closed since: it continued as new, or ended
    }
  }
  throw new Error(`Run ${workflowId} continued as new ${maxMoves} times while it was to be signalled.`);
}

/**
 * Updates a run, and never another one that has its name by now.
 *
 * @throws WorkflowNotFoundError where it is closed; WorkflowUpdateFailedError with the run's own words where it refuses.
 */
export async function updateRun(
  client: Pick<Client, 'workflow'>,
  execution: RunIdentity,
  update: string,
  payload: unknown,
): Promise<unknown> {
  return handleOfRun(client, execution).executeUpdate<unknown, [unknown]>(update, { args: [payload] });
}

/** The run id of a run's execution that is open now; undefined where none is, or where another run has the name. */
async function openExecutionOf(
  client: Pick<Client, 'workflow'>,
  { workflowId, firstRunId }: RunIdentity,
): Promise<string | undefined> {
  try {
    const { status, raw, runId } = await client.workflow.getHandle(workflowId).describe();
    const first = raw.workflowExecutionInfo?.firstRunId || runId;
    return status.name === 'RUNNING' && first === firstRunId ? runId : undefined;
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return undefined;
    throw error;
  }
}
