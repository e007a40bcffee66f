import { warnOfStaleWorker } from '../../connection/session';
import { noteShortfall } from '../../runs/noteShortfall';
import { currentStatus } from '../../runs/currentStatus';
import { chooseRun } from '../../runs/chooseRun';
import { withReadingSession } from '../../runs/readingSession';
import { exitCodes } from '../../terminal/exitCodes';
import type { Surroundings } from '../../terminal/surroundings';
import { runSummary } from '../../view/runSummary';

/** `seedbed status`: all there is to say of one run. Exits with 0 whatever the run is at: it was told. */
export async function showStatus(named: string | undefined, surroundings: Surroundings): Promise<number> {
  return withReadingSession('status', surroundings, async (session) => {
    const { terminal } = surroundings;
    warnOfStaleWorker(surroundings);
    const status = await currentStatus(session, await chooseRun(session, named, 'any'));
    if (!status) throw new Error('The run vanished from the store while it was read.');
    if (terminal.options.json) terminal.printJson(status);
    else {
      terminal.print(runSummary(status, terminal.outColors, Date.now()));
      await noteShortfall(session, status, terminal);
    }
    if (status.state === 'running' && !session.isWorkedOn())
      terminal.note('No worker is up: it goes on with the next one. Start it: seedbed up');
    if (status.state === 'paused') terminal.note(`Go on: seedbed resume ${status.name}`);
    return exitCodes.done;
  });
}
