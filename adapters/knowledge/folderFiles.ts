import { readdir, realpath, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { glob } from 'tinyglobby';
import { unreadableReason } from '../files/unreadableReason';
import { formatOf, knownEndings, type DocumentFormat } from './parsing/documentFormats';

/** A file of a folder that may be a document. */
export interface FolderFile {
  /** Its path within the folder, with slashes. */
  readonly name: string;
  readonly path: string;
  readonly format: DocumentFormat;
}

/** A file that can't be used. */
export interface UnusedFile {
  readonly name: string;
  /** It goes on from the file's name: "is encrypted: save it without a password". */
  readonly reason: string;
}

export interface FolderFiles {
  /** In the order of their names. */
  readonly files: readonly FolderFile[];
  readonly unused: readonly UnusedFile[];
}

/** Most files of one folder. */
const mostFiles = 20_000;

/**
 * The documents of a folder and the folders in it. Hidden files are left out. A link to a file inside `root` is that file; other links are not followed.
 *
 * @param patterns Those that match one of them are meant; left out, all.
 * @param root What no link may lead out of.
 */
export async function folderFiles(
  folder: string,
  patterns: readonly string[] | undefined,
  root: string,
): Promise<FolderFiles> {
  const files: FolderFile[] = [];
  const unused: UnusedFile[] = [];
  const meant = patterns && new Set(await matching(folder, patterns));
  const pending = [''];
  for (let within = pending.pop(); within !== undefined; within = pending.pop()) {
    const entries = await readdir(join(folder, within), { withFileTypes: true }).catch((error: unknown) => {
      unused.push({ name: within, reason: `can't be read: ${unreadableReason(error)}` });
      return [];
    });
    for (const entry of entries) {
      if (entry.name.startsWith('.')) continue;
      const name = within === '' ? entry.name : `${within}/${entry.name}`;
      if (entry.isDirectory()) {
        pending.push(name);
        continue;
      }
      const isLink = entry.isSymbolicLink();
      if (meant && !meant.has(name) && !isLink) continue;
      const reason = isLink ? await linkProblem(join(folder, name), root) : undefined;
      if (reason !== undefined) unused.push({ name, reason });
      else if (meant && !meant.has(name)) continue;
      else if (!isLink && !entry.isFile()) unused.push({ name, reason: 'is no file' });
      else {
        const format = formatOf(name);
        if (format === undefined)
          unused.push({ name, reason: `is no document that is read (${knownEndings.join(', ')})` });
        else if (files.length === mostFiles)
          unused.push({ name, reason: `is one too many: ${mostFiles} files of a folder are read` });
        else files.push({ name, path: join(folder, name), format });
      }
    }
  }
  const byName = (one: { readonly name: string }, other: { readonly name: string }): number =>
    one.name < other.name ? -1 : 1;
  return { files: files.sort(byName), unused: unused.sort(byName) };
}

async function matching(folder: string, patterns: readonly string[]): Promise<string[]> {
  const found = await glob([...patterns], {
    cwd: folder,
    expandDirectories: false,
    followSymbolicLinks: false,
  });
  return found.map((name) => name.split(sep).join('/'));
}

/** Why a link is not followed; undefined where it leads to a file inside. */
async function linkProblem(path: string, root: string): Promise<string | undefined> {
  try {
    const way = relative(await realpath(root), await realpath(path));
    if (way === '..' || way.startsWith(`..${sep}`) || way.startsWith(sep))
      return 'is a link that leads out of the workspace';
    return (await stat(path)).isFile()
      ? undefined
      : 'is a link to a folder, which is not followed: name that folder';
  } catch (error) {
    return `is a link that leads nowhere: ${unreadableReason(error)}`;
  }
}
