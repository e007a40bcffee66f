import { statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { UserError } from '../../core/foundations/userError';

/**
 * The workspace's folder, as a whole path.
 *
 * @throws UserError where there is no such folder.
 */
export function requireWorkspace(given: string): string {
  const folder = resolve(given);
  const there = statSync(folder, { throwIfNoEntry: false });
  if (!there)
    throw new UserError(`The workspace folder ${folder} is not there.`, { mend: `mkdir -p ${folder}` });
  if (!there.isDirectory()) {
    throw new UserError(`The workspace ${folder} is a file, and no folder.`, {
      mend: `Name its folder: --workspace ${dirname(folder)}`,
    });
  }
  return folder;
}
