import { fileSet, type SetReading, type UnreadRows } from '../../adapters/sets/fileSet';
import { runSet } from '../../adapters/sets/runSet';
import { UserError } from '../../core/foundations/userError';
import type { ReadableSet } from '../../core/run/sets/setPair';
import { hasState, openSession, type Session } from '../connection/session';
import type { Surroundings } from '../terminal/surroundings';
import { counted } from '../view/quantities';
import { chooseRun } from './chooseRun';
import { isDataset } from './isDataset';

export interface NamedSet extends ReadableSet {
  /** Of files; rows that no pair could be made of, once it was read. */
  readonly unread?: UnreadRows;
}

/**
 * What a command does with sets that people name: each a run, by its name or key, or a file, folder or pattern. The store is opened only
 * where one is a run.
 *
 * @throws UserError where there is neither.
 */
export async function withNamedSets<Result>(
  command: string,
  names: readonly string[],
  reading: SetReading,
  surroundings: Surroundings,
  work: (sets: readonly NamedSet[]) => Promise<Result>,
): Promise<Result> {
  const runs = names.filter((name) => !isDataset(name));
  const session = runs.length === 0 ? undefined : await sessionFor(command, runs[0]!, surroundings);
  try {
    const sets: NamedSet[] = [];
    for (const name of names)
      sets.push(isDataset(name) || !session ? fileSet(name, reading) : await setOfRun(session, name));
    return await work(sets);
  } finally {
    await session?.close();
  }
}

async function setOfRun(session: Session, named: string): Promise<NamedSet> {
  const { runKey, name } = await chooseRun(session, named, 'any');
  return runSet(session.database, { runKey, name });
}

async function sessionFor(command: string, name: string, surroundings: Surroundings): Promise<Session> {
  if (!hasState(surroundings.workspace))
    throw new UserError(`There is no file "${name}", and there are no runs in this workspace yet.`, {
      mend: 'Name a file or folder of pairs, or start a run: seedbed run quickstart',
    });
  return openSession(surroundings, { command, worker: false, teacher: false, yes: false });
}

/** That rows of a set could not be read is told, and why the first of them could not. */
export function noteUnread(sets: readonly NamedSet[], { terminal }: Surroundings): void {
  for (const { name, unread } of sets)
    if (unread && unread.count > 0)
      terminal.warn(`${name}: ${counted(unread.count, 'row')} left out, since not readable; ${unread.first}`);
}
