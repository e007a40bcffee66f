import { setTimeout as delay } from 'node:timers/promises';
import { UserError } from '../../core/foundations/userError';
import type { RunState, RunStatus } from '../../core/run/status';
import { handleOfRun, signalRun as tell } from '../../adapters/temporal/runExecutions';
import { chooseOpenRun, requireState } from './chooseRun';
import type { Surroundings } from '../terminal/surroundings';
import { exitCodes } from '../terminal/exitCodes';
import { openSession } from '../connection/session';
import { acceptedWords } from '../view/runWords';

/** What a person may do to an open run. */
export type RunAction = 'pause' | 'resume' | 'stop' | 'cancel';

/** How long a worker may take until the store shows that it heard. */
const heardWithin = 10_000;

const effects: Record<
  RunAction,
  { states: readonly RunState[]; done: string; next: (name: string) => string }
> = {
  pause: {
    states: ['paused'],
    done: 'paused: nothing new is asked, what is in flight settles',
    next: (name) => `Go on: seedbed resume ${name}`,
  },
  resume: { states: ['running'], done: 'goes on', next: (name) => `Watch it: seedbed watch ${name}` },
  stop: {
    states: ['stopping', 'stopped', 'completed', 'exhausted'],
    done: 'stops: what is in flight settles, then the dataset is written',
    next: (name) => `Its pairs: seedbed export ${name} --format jsonl --out ${name}.jsonl`,
  },
  cancel: {
    states: ['cancelled'],
    done: 'is cancelled: its accepted pairs are kept',
    next: (name) => `Its pairs: seedbed export ${name} --format jsonl --out ${name}.jsonl`,
  },
};

/** `seedbed pause`, `resume`, `stop` and `cancel`: tells the run, and waits a little until it shows. Returns the exit code. */
export async function signalRun(
  action: RunAction,
  named: string | undefined,
  surroundings: Surroundings,
): Promise<number> {
  const { terminal, workspace, interruption } = surroundings;
  interruption.end(); // a signal is sent or not: there is nothing to leave behind
  requireState(workspace);
  const session = await openSession(surroundings, {
    command: action,
    worker: false,
    teacher: false,
    yes: false,
  });
  try {
    const { runKey, name } = await chooseOpenRun(session, named);
    const client = await session.temporal();
    const execution = await session.extensions.executionOf(runKey);
    const refused = (why: string, cause?: unknown): UserError =>
      new UserError(`Run ${name} can't be told to ${action}: ${why}.`, {
        exitCode: exitCodes.failed,
        mend: `See how it ended: seedbed status ${name}`,
        cause,
      });
    const isTold = await (
      action === 'cancel'
        ? handleOfRun(client, execution)
            .cancel()
            .then(() => true)
        : tell(client, execution, action)
    ).catch((cause: unknown) => {
      throw refused(cause instanceof Error ? cause.message : String(cause), cause);
    });
    if (!isTold) throw refused('its workflow is closed');

    const { states, done, next } = effects[action];
    // Without a worker nobody can hear it yet; Temporal keeps it for when one comes.
    const patience = session.goesOnWithoutUs() ? heardWithin : 0;
    let status: RunStatus | undefined;
    const began = Date.now();
    do {
      await delay(100);
      status = await session.runs.status(runKey);
    } while (status && !states.includes(status.state) && Date.now() - began < patience);
    const isHeard = status !== undefined && states.includes(status.state);

    if (terminal.options.json)
      terminal.printJson({ run: name, runKey, action, heard: isHeard, status: status ?? null });
    else if (isHeard && status) terminal.print(`Run ${name} ${done}. ${acceptedWords(status)}.`);
    else terminal.print(`Run ${name} was told to ${action}; it takes effect when a worker hears it.`);
    terminal.note(isHeard ? next(name) : 'See whether one is up: seedbed doctor');
    return exitCodes.done;
  } finally {
    await session.close();
  }
}
