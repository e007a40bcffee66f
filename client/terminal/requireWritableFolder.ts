import { access, constants } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { UserError } from '../../core/foundations/userError';

/** @throws UserError where a file can't be written, since its folder is not there or is another's; its path goes from the workspace. */
export async function requireWritableFolder(file: string): Promise<void> {
  const folder = resolve(dirname(file));
  await access(folder, constants.W_OK).catch((cause: unknown) => {
    throw new UserError(`${file} can't be written: the folder ${folder} is not there, or not writable.`, {
      mend: `mkdir -p ${folder}`,
      cause,
    });
  });
}
