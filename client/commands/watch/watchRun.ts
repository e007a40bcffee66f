import { handleOfRun } from '../../../adapters/temporal/runExecutions';
import { chooseRun } from '../../runs/chooseRun';
import { followRun } from '../../runs/followRun';
import { createPresenter } from '../../runs/presenter';
import { withReadingSession } from '../../runs/readingSession';
import { StoreReach } from '../../runs/storeReach';
import { exitCodeOf, exitCodes } from '../../terminal/exitCodes';
import type { Surroundings } from '../../terminal/surroundings';
import { runSummary } from '../../view/runSummary';

/** `seedbed watch`: the live view of a run until it ends. With --json one status a line, whenever it changed. */
export async function watchRun(named: string | undefined, surroundings: Surroundings): Promise<number> {
  const { interruption } = surroundings;
  return withReadingSession('watch', surroundings, async (session) => {
    const { terminal } = surroundings;
    const { runKey, name } = await chooseRun(session, named, 'any');
    const presenter = createPresenter(terminal);
    const reach = new StoreReach(name, terminal, presenter);
    let printed = '';
    const onInterrupt = (): void => {
      presenter.end();
      terminal.warn(
        reach.isAway
          ? reach.parting
          : session.isWorkedOn()
            ? `Detached; run ${name} continues. Come back: seedbed watch ${name}`
            : `No worker is up: run ${name} goes on with the next "seedbed up" or "seedbed run". Come back: seedbed watch ${name}`,
      );
    };
    interruption.signal.addEventListener('abort', onInterrupt);
    const followed = await followRun({
      session,
      runKey,
      handle: handleOfRun(await session.temporal(), await session.extensions.executionOf(runKey)),
      every: presenter.every,
      signal: interruption.signal,
      untilMending: false,
      untilBudget: !terminal.canAsk,
      show: (status, newest) => {
        presenter.show(status, newest);
        const json = JSON.stringify(status);
        if (terminal.options.json && json !== printed) terminal.printJson(status);
        printed = json;
      },
      looked: reach.looked,
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
