import {
  isGrpcServiceError,
  WorkflowUpdateFailedError,
  WorkflowUpdateRPCTimeoutOrCancelledError,
} from '@temporalio/client';
import { ApplicationFailure, WorkflowNotFoundError } from '@temporalio/common';
import { UserError } from '../../core/foundations/userError';
import type { NewRate } from '../../core/run/changes';
import { openSession } from '../connection/session';
import { exitCodes } from '../terminal/exitCodes';
import type { Surroundings } from '../terminal/surroundings';
import { updateRun } from '../../adapters/temporal/runExecutions';
import { budgetWords } from '../view/money';
import { acceptedWords } from '../view/runWords';
import { chooseOpenRun, requireState } from './chooseRun';

/** An update of a run, as the workflow calls it, with the command that sends it. */
export type RunChange = { readonly command: string } & (
  | { readonly update: 'raiseBudget'; readonly payload: Readonly<Record<string, unknown>> }
  | { readonly update: 'changeTarget'; readonly payload: { readonly pairs: number } }
  | { readonly update: 'setRate'; readonly payload: NewRate }
);

/** How long a worker may take to answer. */
const answeredWithin = 20_000;

/** `seedbed raise-budget`, `change-target` and `set-rate`: changes an open run, or says why not. Returns the exit code. */
export async function changeRun(
  { command, update, payload }: RunChange,
  named: string | undefined,
  surroundings: Surroundings,
): Promise<number> {
  const { terminal, workspace, interruption } = surroundings;
  interruption.end(); // an update is sent or not: there is nothing to leave behind
  requireState(workspace);
  const session = await openSession(surroundings, { command, worker: false, teacher: false, yes: false });
  try {
    const { runKey, name } = await chooseOpenRun(session, named);
    const client = await session.temporal();
    const execution = await session.extensions.executionOf(runKey);
    try {
      await client.withDeadline(Date.now() + answeredWithin, () =>
        updateRun(client, execution, update, payload),
      );
    } catch (error) {
      throw inWords(error, name);
    }
    const status = await session.runs.status(runKey);
    if (terminal.options.json)
      terminal.printJson({ run: name, runKey, action: update, status: status ?? null });
    else if (status) {
      const done = {
        raiseBudget: `may spend more: ${status.budget.map(budgetWords).join('; ')}`,
        changeTarget: `goes on to ${status.target} pairs. ${acceptedWords(status)}`,
        setRate: 'asks its endpoints at the new rate from now on, and so do all others that ask them',
      };
      terminal.print(`Run ${name} ${done[update]}.`);
    }
    terminal.note(`Watch it: seedbed watch ${name}`);
    return exitCodes.done;
  } finally {
    await session.close();
  }
}

function inWords(error: unknown, name: string): unknown {
  if (error instanceof WorkflowNotFoundError)
    return new UserError(`Run ${name} has ended.`, { mend: `See how: seedbed status ${name}`, cause: error });
  if (error instanceof WorkflowUpdateFailedError && error.cause instanceof ApplicationFailure)
    return new UserError(error.cause.message, { exitCode: exitCodes.usage, cause: error });
  const isUnanswered =
    error instanceof WorkflowUpdateRPCTimeoutOrCancelledError ||
    (error instanceof Error && isGrpcServiceError(error.cause ?? error));
  if (!isUnanswered) return error;
  return new UserError(`No worker answers for run ${name}.`, {
    exitCode: exitCodes.failed,
    mend: 'Start one, then say it again: seedbed up',
    cause: error,
  });
}
