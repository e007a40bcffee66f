import {
  WorkflowExecutionAlreadyStartedError,
  type WorkflowHandleWithFirstExecutionRunId,
} from '@temporalio/client';
import { setTimeout as delay } from 'node:timers/promises';
import { handleOfRun } from '../../../adapters/temporal/runExecutions';
import { UserError } from '../../../core/foundations/userError';
import { targetOfExtension } from '../../../core/run/extension';
import type { Recipe } from '../../../core/recipe/schema';
import { runQueue } from '../../../core/run/queues';
import { openStates, type RunStatus } from '../../../core/run/status';
import { openSession, type Session } from '../../connection/session';
import { agreesToCost } from '../../runs/agreeToCost';
import { attendRun, type Parting } from '../../runs/attendRun';
import { chooseRun, requireState } from '../../runs/chooseRun';
import { currentStatus } from '../../runs/currentStatus';
import { requireKeys } from '../../runs/glanceAtEndpoints';
import { localServersFor, type RecipeToSend } from '../../runs/recipeToSend';
import { waitForOutcome } from '../../runs/runOutcome';
import { goOn, type JoinedRun } from '../../runs/startOrJoin';
import { exitCodes } from '../../terminal/exitCodes';
import type { Surroundings } from '../../terminal/surroundings';

/** How long a worker may take to hear of it, where nobody stays to see. */
const heardWithin = 30_000;

export interface ExtendRequest {
  /** The run; undefined: the newest. */
  readonly run: string | undefined;
  /** Pairs that it is to have in all; undefined: as many as it was to have. */
  readonly target: number | undefined;
  /** In US dollars, in all. */
  readonly budget: number | undefined;
  readonly detach: boolean;
  readonly yes: boolean;
}

/** The run that is to be extended, as it is now. */
interface Chosen {
  readonly name: string;
  readonly runKey: string;
  readonly status: RunStatus;
  /** Its own recipe, with as many pairs as are missing. */
  readonly missing: RecipeToSend;
}

/** `seedbed extend`: goes on with a run that has ended, and shows it until it ends again. Returns the exit code. */
export async function extendRun(request: ExtendRequest, surroundings: Surroundings): Promise<number> {
  const { terminal, workspace, interruption } = surroundings;
  requireState(workspace);
  const chosen = await choose(request, surroundings);
  const { name, missing } = chosen;
  const command = commandOf(name, request);
  const session = await openSession(surroundings, {
    command: 'extend',
    worker: true,
    ...(await localServersFor(missing.recipe, workspace)),
    before: () => requireKeys(missing.recipe, workspace),
    yes: request.yes,
  });
  let parting: Parting;
  try {
    if (request.detach && !session.goesOnWithoutUs())
      throw new UserError('--detach needs a worker that stays: the one of this command would end with it.', {
        mend: `seedbed up --detach && ${command} --detach`,
      });
    if (!request.yes && !(await agreesToCost(missing, name, session, surroundings))) {
      terminal.note('Nothing was started, and nothing was spent.');
      return exitCodes.done;
    }
    const run = openStates.includes(chosen.status.state)
      ? await goOnExtending(session, chosen)
      : await start(session, chosen, request, interruption.signal);
    parting = await attendRun({ surroundings, session, run, name, command }, request.detach);
  } finally {
    await session.close();
    interruption.end();
  }
  if (parting.lastWords !== undefined) terminal.warn(parting.lastWords);
  return parting.exitCode;
}

/** Looks at a run before anything that it needs is started. */
async function choose(request: ExtendRequest, surroundings: Surroundings): Promise<Chosen> {
  const session = await openSession(surroundings, {
    ...{ command: 'extend', worker: false, teacher: false, yes: request.yes },
  });
  try {
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
  } finally {
    await session.close();
  }
}

/** @throws UserError where it is a run that nobody extended, or to another number of pairs. */
async function targetUnderWay(
  session: Session,
  { runKey, status: { name, state, target } }: Pick<Chosen, 'runKey' | 'status'>,
  { target: asked = target }: ExtendRequest,
): Promise<number> {
  if (asked === target && (await session.extensions.isExtended(runKey))) return target;
  throw new UserError(`Run ${name} has not ended: it is ${state}, and goes on to ${target} pairs.`, {
    exitCode: exitCodes.usage,
    mend:
      asked === target
        ? `Watch it: seedbed watch ${name}`
        : `Change its target while it runs: seedbed change-target ${name} --pairs ${asked}`,
  });
}

/** @throws UserError where the run can't be extended so. */
function targetAfterEnd(
  name: string,
  { target, funnel, iterations }: RunStatus,
  { iteration, budget }: Recipe,
  asked: ExtendRequest,
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
      mend: `Leave --budget out: ${commandOf(name, { ...asked, budget: undefined })}`,
    });
  return possible.value;
}

/** The same command typed again goes on with what it began. */
async function goOnExtending(session: Session, { runKey, status }: Chosen): Promise<JoinedRun> {
  const handle = handleOfRun(await session.temporal(), await session.extensions.executionOf(runKey));
  return goOn(session, handle, runKey, status.state);
}

/** @throws UserError with the run's own words where it refuses. */
async function start(
  session: Session,
  { name, runKey }: Chosen,
  { target, budget, detach }: ExtendRequest,
  interrupted: AbortSignal,
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
    const patience = detach ? [AbortSignal.timeout(heardWithin)] : [];
    await untilReopened(session, runKey, handle, AbortSignal.any([interrupted, ...patience]));
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

function commandOf(name: string, { target, budget }: Pick<ExtendRequest, 'target' | 'budget'>): string {
  return [
    `seedbed extend ${name}`,
    ...(target === undefined ? [] : [`--target ${target}`]),
    ...(budget === undefined ? [] : [`--budget ${budget}`]),
  ].join(' ');
}
