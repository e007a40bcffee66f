import type { WorkflowExecutionDescription, WorkflowExecutionStatusName } from '@temporalio/client';
import { WorkflowNotFoundError } from '@temporalio/common';
import { listRuns, type ListedRun } from '../adapters/store/runList';
import type { Trouble } from '../core/foundations/failure/troubles';
import { handleOfRun } from '../adapters/temporal/runExecutions';
import { openStates, type RunStatus } from '../core/run/status';
import { identityOf } from '../core/vocabulary/runKey';
import { chooseRun, requireState } from './chooseRun';
import type { Surroundings } from './command';
import { exitCodeOf, exitCodes } from './exitCodes';
import { followRun } from './followRun';
import { createPresenter } from './presenter';
import { troubleOfWorkflow, withTemporalsWord } from './runOutcome';
import { openSession, type Session } from './session';
import { runSummary } from './view/runSummary';
import { runTable } from './view/runTable';

const reading = { worker: false, teacher: false, yes: false } as const;

/** `seedbed status`: all there is to say of one run. Exits with 0 whatever the run is at: it was told. */
export async function showStatus(named: string | undefined, surroundings: Surroundings): Promise<number> {
  return withSession('status', surroundings, async (session) => {
    const { terminal } = surroundings;
    const status = await statusOf(session, await chooseRun(session, named, 'any'));
    if (!status) throw new Error('The run vanished from the store while it was read.');
    if (terminal.options.json) terminal.printJson(status);
    else terminal.print(runSummary(status, terminal.outColors, Date.now()));
    if (status.state === 'paused') terminal.note(`Go on: seedbed resume ${status.name}`);
    return exitCodes.done;
  });
}

/** `seedbed list`: runs, newest first. */
export async function showList(limit: number, surroundings: Surroundings): Promise<number> {
  return withSession('list', surroundings, async (session) => {
    const { terminal } = surroundings;
    const listed = await listRuns(session.database, 'all', limit);
    const runs: RunStatus[] = [];
    for (const run of listed) {
      const status = await statusOf(session, run);
      if (status) runs.push(status);
    }
    if (terminal.options.json) terminal.printJson({ runs });
    else if (runs.length > 0) terminal.print(runTable(runs, terminal.outColors, terminal.outColumns));
    else terminal.note('There are no runs in this workspace yet. Start one: seedbed run quickstart');
    return exitCodes.done;
  });
}

/** `seedbed watch`: the live view of a run until it ends. With --json one status a line, whenever it changed. */
export async function watchRun(named: string | undefined, surroundings: Surroundings): Promise<number> {
  const { interruption } = surroundings;
  return withSession('watch', surroundings, async (session) => {
    const { terminal } = surroundings;
    const { runKey, name } = await chooseRun(session, named, 'any');
    const presenter = createPresenter(terminal);
    let printed = '';
    const onInterrupt = (): void => {
      presenter.end();
      terminal.warn(
        session.goesOnWithoutUs()
          ? `Detached; run ${name} continues. Come back: seedbed watch ${name}`
          : `No worker is up: run ${name} goes on with the next "seedbed up" or "seedbed run". Come back: seedbed watch ${name}`,
      );
    };
    interruption.signal.addEventListener('abort', onInterrupt);
    const followed = await followRun({
      session,
      runKey,
      handle: handleOfRun(await session.temporal(), runKey),
      every: presenter.every,
      signal: interruption.signal,
      untilMending: false,
      show: (status, newest) => {
        presenter.show(status, newest);
        const json = JSON.stringify(status);
        if (terminal.options.json && json !== printed) terminal.printJson(status);
        printed = json;
      },
    });
    if (followed.kind === 'interrupted') return exitCodes.interrupted;
    presenter.end();
    const { status } = followed;
    if (!status) throw new Error(`Run ${name} ended, and the store knows nothing of it.`);
    if (!terminal.options.json) terminal.print(runSummary(status, terminal.outColors, Date.now()));
    else if (JSON.stringify(status) !== printed) terminal.printJson(status);
    return exitCodeOf(status);
  });
}

async function withSession(
  command: string,
  surroundings: Surroundings,
  work: (session: Session) => Promise<number>,
): Promise<number> {
  requireState(surroundings.workspace);
  const session = await openSession(surroundings, { command, ...reading });
  try {
    return await work(session);
  } finally {
    await session.close();
    surroundings.interruption.end();
  }
}

/** A run's status, with Temporal's word where the store has it as open. */
async function statusOf(session: Session, { runKey }: ListedRun): Promise<RunStatus | undefined> {
  const status = await session.runs.status(runKey);
  if (!status || !openStates.includes(status.state)) return status;
  const temporal = await statusInTemporal(session, runKey);
  return withTemporalsWord(
    { ...status, troubles: [...status.troubles, ...(temporal?.troubles ?? [])] },
    temporal?.status,
  );
}

interface WordOfTemporal {
  readonly status: WorkflowExecutionStatusName;
  readonly troubles: readonly Trouble[];
}

async function statusInTemporal(session: Session, runKey: string): Promise<WordOfTemporal | undefined> {
  const client = await session.temporal();
  const { workflowId: name, firstRunId } = identityOf(runKey);
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

function troublesIn({ pendingWorkflowTask: task }: WorkflowExecutionDescription['raw']): readonly Trouble[] {
  if (!task) return [];
  const since = task.originalScheduledTime ?? task.scheduledTime;
  const scheduledAt = Number(since?.seconds ?? 0) * 1_000;
  const isStarted = task.startedTime !== null && task.startedTime !== undefined;
  return troubleOfWorkflow({ attempt: task.attempt ?? 1, scheduledAt, isStarted }, Date.now());
}
