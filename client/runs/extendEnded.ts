import {
  WorkflowExecutionAlreadyStartedError,
  type WorkflowHandleWithFirstExecutionRunId,
} from '@temporalio/client';
import { setTimeout as delay } from 'node:timers/promises';
import { handleOfRun } from '../../adapters/temporal/runExecutions';
import { UserError } from '../../core/foundations/userError';
import { targetOfExtension } from '../../core/run/extension';
import type { Recipe } from '../../core/recipe/schema';
import { runQueue } from '../../core/run/queues';
import { openStates, type RunStatus } from '../../core/run/status';
import type { Session } from '../connection/session';
import { exitCodes } from '../terminal/exitCodes';
import { chooseRun } from './chooseRun';
import { currentStatus } from './currentStatus';
import type { RecipeToSend } from './recipeToSend';
import { waitForOutcome } from './runOutcome';
import { goOn, type JoinedRun } from './startOrJoin';

/** How a run that has ended is to go on. */
export interface Extension {
  /** The run; undefined: the newest. */
  readonly run: string | undefined;
  /** Pairs that it is to have in all; undefined: as many as it was to have. */
  readonly target: number | undefined;
  /** In US dollars, in all. */
  readonly budget: number | undefined;
}

/** The run, as it is now. */
export interface RunToExtend {
  readonly name: string;
  readonly runKey: string;
  readonly status: RunStatus;
  /** Its own recipe, with as many pairs as are missing. */
  readonly missing: RecipeToSend;
}

/**
 * Looks at a run that is to be extended, before anything that it needs is started.
 *
 * @throws UserError where it can't be.
 */
export async function chooseToExtend(session: Session, request: Extension): Promise<RunToExtend> {
  const listed = await chooseRun(session, request.run, 'any');
  const { name, runKey } = listed;
  const status = await currentStatus(session, listed);
  if (!status) throw new Error(`Run ${runKey} is not in the store.`);
  const { setup, materials } = await session.runs.load(runKey);
  const { recipe } = setup;
  const isOpen = openStates.includes(status.state);
  const target = isOpen
    ? await targetUnderWay(session, { runKey, status }, request)
    : targetAfterEnd(name, status, recipe, request);
  const missing = Math.max(1, target - status.funnel.accepted);
  const send = { recipe: { ...recipe, target: missing }, materials, leftInFiles: [] };
  return { name, runKey, status, missing: send };
}

/** Extends it. The same said again goes on with what it began. @throws UserError with the run's own words where it refuses. */
export async function startExtension(
  session: Session,
  chosen: RunToExtend,
  request: Extension,
  signal: AbortSignal,
): Promise<JoinedRun> {
  return openStates.includes(chosen.status.state)
    ? goOnExtending(session, chosen)
    : start(session, chosen, request, signal);
}

/** @throws UserError where it is a run that nobody extended, or to another number of pairs. */
async function targetUnderWay(
  session: Session,
  { runKey, status: { name, state, target } }: Pick<RunToExtend, 'runKey' | 'status'>,
  { target: asked = target }: Extension,
): Promise<number> {
  if (asked === target && (await session.extensions.isExtended(runKey))) return target;
  throw new UserError(`Run ${name} has not ended: it is ${state}, and goes on to ${target} pairs.`, {
    exitCode: exitCodes.usage,
    mend:
      asked === target
        ? `Watch it: seedbed watch ${name}`
        : `Change its target while it runs: seedbed change-target ${name} --target ${asked}`,
  });
}

/** @throws UserError where the run can't be extended so. */
function targetAfterEnd(
  name: string,
  { target, funnel, iterations }: RunStatus,
  { iteration, budget }: Recipe,
  asked: Extension,
): number {
  const possible = targetOfExtension(
    {
      ...{ name, target, accepted: funnel.accepted },
      ...{ committed: iterations.committed, maxIterations: iteration.max },
    },
    asked.target,
  );
  if (!possible.ok)
    throw new UserError(possible.problem, {
      exitCode: exitCodes.usage,
      mend: `seedbed extend ${name} --target PAIRS`,
    });
  if (asked.budget !== undefined && budget?.usd === undefined)
    throw new UserError(`Run ${name} has no limit in dollars: there is nothing to raise.`, {
      exitCode: exitCodes.usage,
      mend: `Leave --usd out: ${extendCommandOf(name, { ...asked, budget: undefined })}`,
    });
  return possible.value;
}

async function goOnExtending(session: Session, { runKey, status }: RunToExtend): Promise<JoinedRun> {
  const handle = handleOfRun(await session.temporal(), await session.extensions.executionOf(runKey));
  return goOn(session, handle, runKey, status.state);
}

async function start(
  session: Session,
  { name, runKey }: RunToExtend,
  { target, budget }: Extension,
  signal: AbortSignal,
): Promise<JoinedRun> {
  const client = await session.temporal();
  const input = {
    extend: runKey,
    ...(target !== undefined && { target }),
    ...(budget !== undefined && { budget: { usd: budget } }),
  };
  try {
    const handle = await client.workflow.start('generateDataset', {
      workflowId: name,
      taskQueue: runQueue,
      args: [input],
      staticSummary: `More pairs for ${name}${target === undefined ? '' : `: ${target} in all`}`,
    });
    await untilReopened(session, runKey, handle, signal);
    return { handle, runKey, how: 'extended' };
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
    throw new UserError(`A run of the name ${name} is open: two can't have it at once.`, {
      mend: `See how far it is: seedbed status ${name}`,
      cause: error,
    });
  }
}

/** Until the store has it as open: what it says before is of its end. */
async function untilReopened(
  session: Session,
  runKey: string,
  handle: WorkflowHandleWithFirstExecutionRunId,
  signal: AbortSignal,
): Promise<void> {
  const gone = new AbortController();
  const outcome = waitForOutcome(handle, gone.signal);
  outcome.catch(() => undefined); // only rejects when we stop waiting
  try {
    while (!signal.aborted && !(await session.extensions.isReopened(runKey, handle.firstExecutionRunId))) {
      const ended = await Promise.race([outcome, delay(100)]);
      if (ended?.kind === 'failed')
        throw new UserError(ended.message, {
          exitCode: ended.isInputAtFault ? exitCodes.usage : exitCodes.failed,
        });
    }
  } finally {
    gone.abort();
  }
}

/** The command that says so. */
export function extendCommandOf(
  name: string,
  { target, budget }: Pick<Extension, 'target' | 'budget'>,
): string {
  return [
    `seedbed extend ${name}`,
    ...(target === undefined ? [] : [`--target ${target}`]),
    ...(budget === undefined ? [] : [`--usd ${budget}`]),
  ].join(' ');
}
