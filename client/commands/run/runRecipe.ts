import { setTimeout as delay } from 'node:timers/promises';
import { UserError } from '../../../core/foundations/userError';
import type { RunState, RunStatus } from '../../../core/run/status';
import type { Surroundings } from '../../terminal/surroundings';
import type { Terminal } from '../../terminal/terminal';
import { exitCodeOf, exitCodes } from '../../terminal/exitCodes';
import { followRun, type Followed } from '../../runs/followRun';
import { glanceAtEndpoints, requireKeys } from '../../runs/glanceAtEndpoints';
import { createPresenter } from '../../runs/presenter';
import { agreesToCost } from './agreeToCost';
import { localServersFor, recipeToSend, type RecipeRequest } from '../../runs/recipeToSend';
import { openSession, type Session } from '../../connection/session';
import { whileStarting } from '../../connection/whileStarting';
import { endedAlike, startOrJoin, type JoinedRun } from '../../runs/startOrJoin';
import { count } from '../../view/quantities';
import { runSummary } from '../../view/runSummary';

export interface RunRequest extends RecipeRequest {
  readonly recipe: string;
  readonly name?: string | undefined;
  readonly detach: boolean;
  readonly yes: boolean;
  /** Whether a run that has come to its end is started once more. */
  readonly again: boolean;
}

/** How long requests in flight may take to settle after Ctrl-C, before the worker ends all the same. */
const settleWithin = 60_000;
/** How long a run that was just started may take to show up in the store. */
const beginsWithin = 5_000;

/** `seedbed run`: starts a run or goes on with it, and shows it until it ends. Returns the exit code. */
export async function runRecipe(request: RunRequest, surroundings: Surroundings): Promise<number> {
  const { terminal, workspace, interruption } = surroundings;
  const command = commandOf(request);
  const prepared = await recipeToSend(request, workspace);
  const { leftInFiles } = prepared;
  if (leftInFiles.length > 0) {
    terminal.note(
      `Too large to travel with the recipe: workers read ${leftInFiles.join(' and ')} in their own workspace.`,
    );
  }
  const servers = await localServersFor(prepared.recipe, workspace);
  const name = request.name ?? prepared.recipe.name;

  const glancing = glanceAtEndpoints(prepared.recipe, workspace, interruption.signal).catch(() => []); // only a hint: the run finds out
  const starting = whileStarting(surroundings);
  const session = await openSession(surroundings, {
    command: 'run',
    worker: true,
    ...servers,
    before: () => requireKeys(prepared.recipe, workspace),
    yes: request.yes,
  });
  starting.end();
  // What workers elsewhere are told of endpoints, only they know.
  if (!session.goesOnWithoutUs())
    for (const { problem } of await glancing) if (problem !== null) terminal.warn(problem);
  let parting: Parting;
  try {
    if (request.detach && !session.goesOnWithoutUs()) {
      throw new UserError('--detach needs a worker that stays: the one of this command would end with it.', {
        mend: `seedbed up --detach && ${command} --detach`,
      });
    }
    const ended = request.again ? undefined : await endedAlike(session, name, prepared);
    if (ended !== undefined) return await tellEnded(session, ended, request, terminal);
    if (!request.yes && !(await agreesToCost(prepared, name, session, surroundings))) {
      terminal.note('Nothing was started, and nothing was spent.');
      return exitCodes.done;
    }
    const run = await startOrJoin(session, name, prepared, (other) => commandOf({ ...request, name: other }));
    terminal.note(introduction(run, name, session));
    const view = { surroundings, session, run, name, command };
    parting = request.detach ? await detach(view) : await follow(view);
  } finally {
    await session.close();
    interruption.end();
  }
  if (parting.lastWords !== undefined) terminal.warn(parting.lastWords);
  return parting.exitCode;
}

/** The same command typed once more after its run's end buys nothing: it shows what there is. */
async function tellEnded(
  { runs }: Session,
  runKey: string,
  request: RunRequest,
  terminal: Terminal,
): Promise<number> {
  const status = await runs.status(runKey);
  if (!status) throw new Error(`Run ${runKey} is not in the store.`);
  const next = stepAfter(status.state, status.name);
  if (terminal.options.json)
    terminal.printJson({ ...status, runKey, dataset: null, next, exitCode: exitCodes.done });
  else terminal.print(runSummary(status, terminal.outColors, Date.now()));
  terminal.warn(
    `Run ${status.name} has ended already, by this very recipe: nothing was started, and nothing bought. ${next}`,
  );
  terminal.note(`Grow it once more, and pay for it anew: ${commandOf(request)} --again`);
  return exitCodes.done;
}

/** How a command ends. The last words come after all that closing may say: they are the next thing to type. */
interface Parting {
  readonly exitCode: number;
  readonly lastWords?: string;
}

interface View {
  readonly surroundings: Surroundings;
  readonly session: Session;
  readonly run: JoinedRun;
  readonly name: string;
  readonly command: string;
}

async function follow(view: View): Promise<Parting> {
  const { surroundings, session, run, name } = view;
  const { terminal, interruption } = surroundings;
  const presenter = createPresenter(terminal);
  // Said in the same turn of the loop as the signal: whatever is awaited just then, Ctrl-C is answered at once.
  const onInterrupt = (): void => {
    presenter.end();
    if (session.goesOnWithoutUs())
      terminal.warn(`Detached; run ${name} continues. Come back: seedbed watch ${name}`);
    else terminal.warn('Pausing: what is in flight settles first. Ctrl-C again forces.');
  };
  interruption.signal.addEventListener('abort', onInterrupt);
  let followed: Followed;
  try {
    followed = await followRun({
      session,
      runKey: run.runKey,
      handle: run.handle,
      every: presenter.every,
      signal: interruption.signal,
      untilMending: true,
      show: (status, newest) => presenter.show(status, newest),
    });
  } finally {
    interruption.signal.removeEventListener('abort', onInterrupt);
  }
  if (followed.kind === 'interrupted') return await leave(view, followed.status);
  presenter.end();
  return report(followed, view);
}

function report(
  followed: Exclude<Followed, { kind: 'interrupted' }>,
  { surroundings, run, name, command }: View,
): Parting {
  const { terminal } = surroundings;
  const { status } = followed;
  const outcome = followed.kind === 'ended' ? followed.outcome : undefined;
  if (!status) {
    // It ended before it was prepared: there is nothing to show but why.
    const message = outcome?.kind === 'failed' ? outcome.message : `Run ${name} ended before it began.`;
    const isInputAtFault = outcome?.kind === 'failed' && outcome.isInputAtFault;
    throw new UserError(message, {
      exitCode: isInputAtFault ? exitCodes.usage : exitCodes.failed,
      mend: isInputAtFault ? `Mend it, then: ${command}` : 'seedbed doctor',
    });
  }
  const summary = outcome?.kind === 'returned' ? outcome.summary : undefined;
  const next = nextStep(followed, name, command);
  if (summary && summary.openReviews.length > 0)
    terminal.note(`Look at what was drawn for people: seedbed review ${name}`);
  const exitCode = exitCodeOf(status);
  if (terminal.options.json) {
    terminal.printJson({ ...status, runKey: run.runKey, dataset: summary?.dataset ?? null, next, exitCode });
    return { exitCode };
  }
  terminal.print(runSummary(status, terminal.outColors, Date.now()));
  if (summary) terminal.print(`${terminal.outColors.dim('dataset'.padEnd(12))}${summary.dataset}`);
  return { exitCode, lastWords: next };
}

function nextStep(
  followed: Exclude<Followed, { kind: 'interrupted' }>,
  name: string,
  command: string,
): string {
  if (followed.kind === 'needsMending')
    return followed.status.cause?.about === 'budget'
      ? `Raise its budget to go on, then: seedbed watch ${name}`
      : `Mend that, then go on: ${command}`;
  return stepAfter(followed.status?.state, name);
}

function stepAfter(state: RunState | undefined, name: string): string {
  if (state === 'completed' || state === 'stopped')
    return `Export it: seedbed export ${name} --format alpaca --out ${name}.json`;
  if (state === 'exhausted')
    return `It ended below its target. Its pairs are kept: seedbed export ${name} --out ${name}.jsonl`;
  return `See what happened: seedbed status ${name}`;
}

/** Ctrl-C: where the worker ends with the command, the run is paused first, so that what is said of it is true. */
async function leave(
  { session, run, name, command, surroundings }: View,
  seen: RunStatus | undefined,
): Promise<Parting> {
  const { terminal } = surroundings;
  const exitCode = exitCodes.interrupted;
  if (session.goesOnWithoutUs()) return { exitCode };
  const status = (await pauseAndSettle(session, run)) ?? seen;
  if (terminal.options.json && status)
    terminal.printJson({ ...status, dataset: null, next: command, exitCode });
  if (!status) return { exitCode, lastWords: `Run ${name} has not begun; go on: ${command}` };
  if (status.endedAt !== null)
    return { exitCode, lastWords: `Run ${name} ended meanwhile: seedbed status ${name}` };
  const what = status.state === 'paused' ? 'Paused' : 'Left';
  return {
    exitCode,
    lastWords: `${what} at ${count(status.funnel.accepted)} of ${count(status.target)}; go on: ${command}`,
  };
}

/** Pauses a run and waits until nothing is in flight. Returns the last that is known of it; undefined where it has not begun. */
async function pauseAndSettle(
  session: Session,
  { handle, runKey }: JoinedRun,
): Promise<RunStatus | undefined> {
  await handle.signal('pause').catch(() => undefined); // it has just ended, or Temporal is away: there is nothing to pause
  const began = Date.now();
  let status: RunStatus | undefined;
  do {
    await delay(200);
    status = await session.runs.status(runKey).catch(() => status); // the database restarts: looked at again until the time is up
    const isIdle = status?.teacher.now.every(({ inFlight }) => inFlight === 0);
    if (status && status.state !== 'running' && isIdle) break;
  } while (Date.now() - began < (status ? settleWithin : beginsWithin));
  return status;
}

async function detach({ session, run, name, surroundings }: View): Promise<Parting> {
  const { terminal } = surroundings;
  // It has begun when a worker has checked and prepared it; what is wrong with it is told here rather than to nobody.
  const begun = new AbortController();
  const followed = await followRun({
    session,
    runKey: run.runKey,
    handle: run.handle,
    every: 250,
    signal: AbortSignal.any([begun.signal, surroundings.interruption.signal, AbortSignal.timeout(30_000)]),
    untilMending: false,
    show: () => begun.abort(),
  });
  if (followed.kind === 'ended' && followed.outcome.kind === 'failed') {
    const { message, isInputAtFault } = followed.outcome;
    throw new UserError(message, {
      exitCode: isInputAtFault ? exitCodes.usage : exitCodes.failed,
      mend: `seedbed status ${name}`,
    });
  }
  if (terminal.options.json)
    terminal.printJson({ run: name, runKey: run.runKey, detached: true, status: followed.status ?? null });
  else
    terminal.print(
      followed.status ? `Run ${name} goes on.` : `Run ${name} is started; no worker has taken it up yet.`,
    );
  return { exitCode: exitCodes.done, lastWords: `Come back: seedbed watch ${name}` };
}

function introduction({ how }: JoinedRun, name: string, { addresses }: Session): string {
  const words = {
    started: 'Run started',
    joined: 'Going on with the open run',
    resumed: 'Resuming the paused run',
  };
  return `${words[how]}: ${name}${addresses.uiUrl === undefined ? '' : `   Temporal UI: ${addresses.uiUrl}`}`;
}

/** The command that goes on with this run, to be typed again. */
function commandOf({ recipe, name, target, budget, endpoint, model }: RunRequest): string {
  const quote = (text: string): string =>
    /^[\w./@%+=:,-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
  const flags = { name, target, budget, endpoint, model };
  const written = Object.entries(flags).flatMap(([flag, value]) =>
    value === undefined ? [] : [`--${flag} ${quote(String(value))}`],
  );
  return ['seedbed run', quote(recipe), ...written].join(' ');
}
