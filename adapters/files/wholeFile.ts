import { randomUUID } from 'node:crypto';
import { realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { UserError } from '../../core/foundations/userError';

/**
 * Has a file written beside its place and put there when it is whole, so that it is there whole or not at all. Where a link is, the
 * file that it leads to is replaced.
 *
 * @throws UserError where the disk does not take it, or where something is in its place that is no file.
 */
export async function writeWhole<Written>(
  file: string,
  write: (part: string) => Promise<Written>,
): Promise<Written> {
  const place = await requirePlace(file);
  const part = `${place}.${randomUUID().slice(0, 8)}.part`;
  try {
    const written = await write(part);
    await rename(part, place);
    return written;
  } catch (error) {
    await rm(part, { force: true }).catch(() => undefined); // the disk may take nothing any more; the first error says so
    throw writeProblem(file, error) ?? error;
  }
}

/** The same of a text, which is on the disk when this returns. */
export async function writeWholeText(file: string, text: string): Promise<void> {
  await writeWhole(file, (part) => writeFile(part, text, { flag: 'wx', flush: true }));
}

/**
 * Where a file of this name is to be put, past links.
 *
 * @throws UserError where a file would take the place of what is none: a folder, a device, a pipe.
 */
export async function requirePlace(file: string): Promise<string> {
  const there = await stat(file).catch(() => undefined); // nothing there, or nothing to be seen: writing says which
  if (there === undefined) return file;
  if (there.isFile()) return realpath(file);
  const kind = there.isDirectory() ? 'a folder' : there.isFIFO() || there.isSocket() ? 'a pipe' : 'a device';
  throw new UserError(`${file} is ${kind}: a file would take its place.`, {
    mend: 'Name a file; where stdout is wanted, "-" is its name.',
  });
}

/** What writes to a file, whose errors say which file, why, and what to do. */
export async function writingTo<Written>(file: string, writing: Promise<Written>): Promise<Written> {
  return writing.catch((error: unknown) => {
    throw writeProblem(file, error) ?? error;
  });
}

const reasons: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full',
  EDQUOT: 'your share of the disk is used up',
  EROFS: 'it is on a disk that can only be read',
  EACCES: 'this user may not write there',
  EPERM: 'this user may not write there',
  ENOENT: 'its folder is not there',
  ENOTDIR: 'a part of its path is no folder',
  EISDIR: 'it is a folder',
  ENAMETOOLONG: 'its name is too long',
  EIO: 'the disk reports an error',
};

/** Why a disk does not take something, in words; undefined where it is not the disk that speaks. */
export function diskReason(error: unknown): string | undefined {
  const { code } = (error ?? {}) as NodeJS.ErrnoException;
  return code === undefined ? undefined : reasons[code];
}

/** What a disk said that did not take a file, as what to mend; undefined for every other error. */
export function writeProblem(file: string, error: unknown): UserError | undefined {
  const reason = diskReason(error);
  if (reason === undefined) return undefined;
  const { code, path: of } = error as NodeJS.ErrnoException;
  const folder = path.dirname(path.resolve(file));
  if (of !== undefined && !path.resolve(of).startsWith(folder) && !folder.startsWith(path.resolve(of)))
    return undefined; // of another file, that was read meanwhile
  const isRoom = code === 'ENOSPC' || code === 'EDQUOT';
  return new UserError(`${file} can't be written: ${reason}.`, {
    mend: isRoom
      ? 'Make room there, or name a file elsewhere; then type the same again.'
      : code === 'ENOENT'
        ? `mkdir -p ${folder}`
        : 'Name a file elsewhere.',
    ...(isRoom && { exitCode: 1 }),
    cause: error,
  });
}
