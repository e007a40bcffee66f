import { openSession, type Session } from '../connection/session';
import type { Surroundings } from '../terminal/surroundings';
import { requireState } from './chooseRun';

const reading = { worker: false, teacher: false, yes: false } as const;

/**
 * What a command that only looks does with the session that it needs: no worker and no teacher is started for it.
 *
 * @throws UserError where no command has ever run anything here.
 */
export async function withReadingSession(
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
