import { access, constants } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { requirePlace } from '../../adapters/files/wholeFile';
import { UserError } from '../../core/foundations/userError';

/**
 * Asked before anything that takes long or costs something.
 *
 * @throws UserError where a file can't be written, since its folder is not there or is another's, or since what is there is no file; its path goes from the workspace.
 */
export async function requireWritableFile(file: string): Promise<void> {
  const folder = resolve(dirname(file));
  await access(folder, constants.W_OK).catch((cause: unknown) => {
    throw new UserError(`${file} can't be written: the folder ${folder} is not there, or not writable.`, {
      mend: `mkdir -p ${folder}`,
      cause,
    });
  });
  await requirePlace(file);
}
