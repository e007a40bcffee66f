import { setTimeout as delay } from 'node:timers/promises';
import { UserError } from '../../core/foundations/userError';
import type { RunStatus } from '../../core/run/status';
import type { Session } from '../connection/session';
import { exitCodeOf, exitCodes } from '../terminal/exitCodes';
import type { Surroundings } from '../terminal/surroundings';
import { count } from '../view/quantities';
import { runSummary } from '../view/runSummary';
import { followRun, type Followed } from './followRun';
import { noteShortfall } from './noteShortfall';
import { createPresenter } from './presenter';
import type { JoinedRun } from './startOrJoin';
import { StoreReach } from './storeReach';

/** How long requests in flight may take to settle after Ctrl-C, before the worker ends all the same. */
const settleWithin = 60_000;
/** How long a run that was just started may take to show up in the store. */
const beginsWithin = 5_000;

/** How a command ends. The last words come after all that closing may say: they are the next thing to type. */
export interface Parting {
  readonly exitCode: number;
  readonly lastWords?: string;
}

/** A run under way, as a command shows it. */
export interface View {
  readonly surroundings: Surroundings;
  readonly session: Session;
  readonly run: JoinedRun;
  readonly name: string;
  /** The command that goes on with it, to be typed again. */
  readonly command: string;
}

/** Shows a run until it ends; with `isDetached` only until it has begun. */
export async function attendRun(view: View, isDetached: boolean): Promise<Parting> {
  const { run, name, session, surroundings } = view;
  surroundings.terminal.note(introduction(run, name, session));
  return isDetached ? detach(view) : follow(view);
}

async function follow(view: View): Promise<Parting> {
  const { surroundings, session, run, name } = view;
  const { terminal, interruption } = surroundings;
  const presenter = createPresenter(terminal);
  // Said in the same turn of the loop as the signal: whatever is awaited just then, Ctrl-C is answered at once.
  const reach = new StoreReach(name, terminal, presenter);
  const onInterrupt = (): void => {
    presenter.end();
    if (reach.isAway && session.goesOnWithoutUs()) terminal.warn(reach.parting);
    else if (session.goesOnWithoutUs())
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
      looked: reach.looked,
    });
  } finally {
    interruption.signal.removeEventListener('abort', onInterrupt);
  }
  if (followed.kind === 'interrupted') return await leave(view, followed.status);
  presenter.end();
  return await report(followed, view);
}

async function report(
  followed: Exclude<Followed, { kind: 'interrupted' }>,
  { surroundings, session, run, name, command }: View,
): Promise<Parting> {
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
  await noteShortfall(session, status, terminal);
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
  return stepAfter(followed.status, name);
}

/** The next command to type, once a run has ended so. */
export function stepAfter(status: Pick<RunStatus, 'state' | 'funnel'> | undefined, name: string): string {
  const state = status?.state;
  if (state === 'completed' || state === 'stopped')
    return `Export it: seedbed export ${name} --format alpaca --out ${name}.json`;
  if (state === 'exhausted' && status?.funnel.accepted === 0)
    return 'It ended without a pair. Mend what throws them out, then look at a handful: seedbed preview RECIPE';
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
    extended: 'Run extended',
  };
  return `${words[how]}: ${name}${addresses.uiUrl === undefined ? '' : `   Temporal UI: ${addresses.uiUrl}`}`;
}
