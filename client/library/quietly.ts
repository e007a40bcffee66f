import { resolve } from 'node:path';
import { openSession, type Session, type SessionNeeds } from '../connection/session';
import { Interruption } from '../terminal/interruption';
import type { Surroundings } from '../terminal/surroundings';
import { Terminal } from '../terminal/terminal';

/** The session of a workspace for a program: nothing is printed or asked, and signals stay the program's own. */
export function openQuietly(workspace: string, needs: Omit<SessionNeeds, 'command'>): Promise<Session> {
  return openSession(quiet(workspace), { command: 'library', ...needs });
}

function quiet(workspace: string): Surroundings {
  const interruption = new Interruption(() => undefined);
  interruption.end();
  return {
    terminal: new Terminal({ quiet: true, input: false }),
    workspace: resolve(workspace),
    interruption,
  };
}
