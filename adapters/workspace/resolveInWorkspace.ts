import { realpath } from 'node:fs/promises';
import { isAbsolute, relative, resolve, sep } from 'node:path';
import { UserError } from '../../core/foundations/userError';

/**
 * The real path of a file that a recipe names. Recipes come from anyone who can reach Temporal, so a path that leads out of the
 * workspace is refused: absolute, by "..", or through a symbolic link.
 *
 * @param workspace the folder that nothing may leave.
 * @param path relative to `folder`.
 * @param folder inside the workspace; the workspace itself unless given.
 * @throws UserError when the path leaves the workspace or nothing is there.
 */
export async function resolveInWorkspace(
  workspace: string,
  path: string,
  folder = workspace,
): Promise<string> {
  if (path.includes('\0'))
    throw new UserError(`The path ${JSON.stringify(path)} contains a NUL character: remove it.`);
  const root = await realpath(workspace).catch((cause: unknown) => {
    throw new UserError(`The workspace folder ${workspace} is not there.`, { cause });
  });
  const refusal = new UserError(
    `The path "${path}" leaves the workspace: name a file inside it, relative to ${relative(workspace, folder) || 'it'}.`,
  );
  // Windows' own spelling of absolute paths is refused everywhere, so that a recipe means the same on every worker.
  if (isAbsolute(path) || /^[a-z]:|^\\/iu.test(path)) throw refusal;
  const wanted = resolve(root, relative(workspace, folder), path);
  if (!isInside(root, wanted)) throw refusal;
  const real = await realpath(wanted).catch((cause: unknown) => {
    throw new UserError(`There is no file "${path}" in the workspace ${workspace}.`, { cause });
  });
  if (!isInside(root, real)) throw refusal;
  return real;
}

function isInside(root: string, path: string): boolean {
  const way = relative(root, path);
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}
