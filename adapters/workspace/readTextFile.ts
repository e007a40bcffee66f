import { open } from 'node:fs/promises';
import { UserError } from '../../core/foundations/userError';
import { unreadableReason } from '../files/unreadableReason';

/** Most bytes that a recipe, a seed file or a configuration may have. */
export const maxBytes = 64 * 1024 * 1024;

/**
 * A UTF-8 text file, whole.
 *
 * @param label how its reader knows it, for messages.
 * @throws UserError when it isn't there, isn't a file, is too large, may not be read, or isn't UTF-8.
 */
export async function readTextFile(path: string, label: string): Promise<string> {
  let bytes: Buffer;
  try {
    const handle = await open(path, 'r');
    try {
      const { size } = await statOfFile(handle, label);
      if (size > maxBytes) {
        throw new UserError(
          `${label} has ${megabytes(size)} MB; at most ${megabytes(maxBytes)} MB are read.`,
        );
      }
      bytes = await handle.readFile();
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError(`${label} can't be read: ${unreadableReason(error)}.`, { cause: error });
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    throw new UserError(`${label} is not UTF-8 text: save it as UTF-8.`, { cause: error });
  }
}

async function statOfFile(
  handle: { stat: () => Promise<{ size: number; isFile: () => boolean }> },
  label: string,
): Promise<{ size: number }> {
  const stat = await handle.stat();
  if (!stat.isFile()) throw new UserError(`${label} is not a file: name a file.`);
  return stat;
}

function megabytes(bytes: number): string {
  return (bytes / (1024 * 1024)).toFixed(0);
}
