import { listRuns } from '../../../adapters/store/runList';
import type { RunStatus } from '../../../core/run/status';
import { currentStatus } from '../../runs/currentStatus';
import { withReadingSession } from '../../runs/readingSession';
import { exitCodes } from '../../terminal/exitCodes';
import type { Surroundings } from '../../terminal/surroundings';
import { runTable } from './runTable';

/** `seedbed list`: runs, newest first. */
export async function showList(limit: number, surroundings: Surroundings): Promise<number> {
  return withReadingSession('list', surroundings, async (session) => {
    const { terminal } = surroundings;
    const listed = await listRuns(session.database, 'all', limit);
    const runs: RunStatus[] = [];
    for (const run of listed) {
      const status = await currentStatus(session, run);
      if (status) runs.push(status);
    }
    if (terminal.options.json) terminal.printJson({ runs });
    else if (runs.length > 0) terminal.print(runTable(runs, terminal.outColors, terminal.outColumns));
    else
      terminal.note(
        `There are no runs in the workspace ${process.cwd()} yet. Start one: seedbed run quickstart`,
      );
    return exitCodes.done;
  });
}
