import { mkdirSync, statSync } from 'node:fs';
import { mkdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { UserError } from '../../core/foundations/userError';

/** Permissions of what is made; the system's usual ones where left out. */
interface FolderOptions {
  readonly mode?: number;
}

/**
 * Makes a folder, and those that it is in, as far as they are not there. Node's own `recursive` goes on for ever where nothing can be made, as in /proc.
 *
 * @throws UserError where nothing can be made in a folder, and what the system throws otherwise.
 */
export async function makeFolder(folder: string, options: FolderOptions = {}): Promise<void> {
  const make = (): Promise<void> =>
    mkdir(folder, options).catch(async (error: unknown) => {
      const there = await stat(folder).catch(() => undefined); // nothing there, or nothing to be seen: the first error says so
      if (there?.isDirectory() !== true) throw error;
    });
  try {
    await make();
  } catch (error) {
    const above = folderAbove(folder, error);
    await makeFolder(above, options);
    await make().catch((again: unknown) => {
      throw takesNothing(folder, above, again);
    });
  }
}

/** The same, while everything waits. */
export function makeFolderSync(folder: string, options: FolderOptions = {}): void {
  const make = (): void => {
    try {
      mkdirSync(folder, options);
    } catch (error) {
      if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) throw error;
    }
  };
  try {
    make();
  } catch (error) {
    const above = folderAbove(folder, error);
    makeFolderSync(above, options);
    try {
      make();
    } catch (again) {
      throw takesNothing(folder, above, again);
    }
  }
}

/** The folder that has to be made first. @throws the error, where it is not for want of one. */
function folderAbove(folder: string, error: unknown): string {
  const above = path.dirname(path.resolve(folder));
  if (!isAbsent(error) || above === path.resolve(folder)) throw error;
  return above;
}

function takesNothing(folder: string, above: string, error: unknown): unknown {
  if (!isAbsent(error)) return error;
  return new UserError(`The folder ${folder} can't be made: nothing can be made in ${above}.`, {
    mend: 'Name a folder elsewhere.',
    cause: error,
  });
}

function isAbsent(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === 'ENOENT';
}
