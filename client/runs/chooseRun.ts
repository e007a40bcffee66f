import { listRuns, type ListedRun } from '../../adapters/store/runList';
import { UserError } from '../../core/foundations/userError';
import { closestName } from '../../core/foundations/text/closestName';
import { openStates } from '../../core/run/status';
import { hasState, type Session } from '../connection/session';
import { identityOf } from '../../core/vocabulary/runKey';

/**
 * The run that a command is about: the one named, by its name (its newest) or its whole key; else the only open one, else,
 * where an ended one will do, the newest.
 *
 * @throws UserError when there is none, or several and none was named.
 */
export async function chooseRun(
  session: Session,
  named: string | undefined,
  wanted: 'open' | 'any',
): Promise<ListedRun> {
  const { runs, database } = session;
  if (named !== undefined) {
    const found = await runs.find(named);
    if (found) return { runKey: found.runKey, name: identityOf(found.runKey).workflowId, state: found.state };
    const names = (await listRuns(database, 'all', 1_000)).map(({ name }) => name);
    const near = closestName(named, [...new Set(names)]);
    if (/^.+@\d+$/u.test(named))
      throw new UserError(`"${named}" is no run: it is called like a version of a dataset.`, {
        mend: `Have it made again as a file, and name that: seedbed reproduce ${named} --out FILE`,
      });
    throw new UserError(`There is no run "${named}" in this workspace.`, {
      mend: near === undefined ? 'See which there are: seedbed list' : `Did you mean "${near}"?`,
    });
  }
  const open = await listRuns(database, 'open', 100);
  const [first, second] = open;
  if (first && second) {
    throw new UserError(`Several runs are open: ${open.map(({ name }) => name).join(', ')}.`, {
      mend: 'Name one of them.',
    });
  }
  if (first) return first;
  const [newest] = await listRuns(database, 'all', 1);
  if (!newest) throw noRuns();
  if (wanted === 'any') return newest;
  throw new UserError('No run is open.', { mend: 'See which there were: seedbed list' });
}

/** The same, of a run that something can still be said to. @throws UserError as well where it has ended. */
export async function chooseOpenRun(session: Session, named: string | undefined): Promise<ListedRun> {
  const run = await chooseRun(session, named, 'open');
  if (openStates.includes(run.state)) return run;
  throw new UserError(`Run ${run.name} has ended already: ${run.state}.`, {
    mend: `See how: seedbed status ${run.name}`,
  });
}

/** @throws UserError where no command has ever run anything, so that nothing needs to be started to find no runs. */
export function requireState(workspace: string): void {
  if (!hasState(workspace)) throw noRuns();
}

function noRuns(): UserError {
  return new UserError(`There are no runs in the workspace ${process.cwd()} yet.`, {
    mend: 'Start one: seedbed run quickstart',
  });
}
