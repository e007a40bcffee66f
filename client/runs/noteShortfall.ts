import { mostThrownOut } from '../../adapters/store/thrownOut';
import type { RunStatus } from '../../core/run/status';
import type { Session } from '../connection/session';
import type { Terminal } from '../terminal/terminal';
import { thrownOutWords } from '../view/thrownOutWords';

/** Says of a run that ran out below its target what became of most of its candidates. */
export async function noteShortfall(
  { database }: Pick<Session, 'database'>,
  { state, runKey, name }: RunStatus,
  terminal: Terminal,
): Promise<void> {
  if (state !== 'exhausted') return;
  const most = await mostThrownOut(database, runKey);
  if (most) terminal.note(thrownOutWords(most, name));
}
