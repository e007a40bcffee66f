import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { choosePrompts, promptLibrary, type PromptLibrary } from '../../core/recipe/prompts/choosePrompts';
import type { PromptFile } from '../../core/recipe/prompts/promptFile';
import { promptName } from '../../core/recipe/prompts/promptSchema';
import type { PromptSet } from '../../core/recipe/prompts/promptSet';
import { UserError } from '../../core/foundations/userError';
import type { Recipe } from '../../core/recipe/schema';
import { packageRoot } from './packageRoot';
import { parsePromptFile } from './parsePromptFile';
import { readTextFile } from './readTextFile';

/** Folder of prompts, in the package and in a workspace. */
const folder = 'prompts';

let ours: Promise<readonly PromptFile[]> | undefined;

/** Prompts by where they come from. */
export interface PromptFiles {
  readonly ours: readonly PromptFile[];
  readonly workspace: readonly PromptFile[];
}

/**
 * Every prompt file that there is.
 *
 * @throws UserError that names the file, for one that can't be read or used.
 */
export async function readPromptFiles(workspace: string): Promise<PromptFiles> {
  ours ??= readPrompts(packageRoot(), 'seedbed');
  return { ours: await ours, workspace: await readPrompts(workspace, 'workspace') };
}

/**
 * Every version of every prompt, where one of the workspace takes the place of ours of the same version.
 *
 * @throws UserError that names the file, for one that can't be read or used.
 */
export async function loadPromptLibrary(workspace: string): Promise<PromptLibrary> {
  const files = await readPromptFiles(workspace);
  return promptLibrary(files.ours, files.workspace);
}

/**
 * The prompts of a run, as its recipe chooses them.
 *
 * @throws UserError where a file can't be used, or the recipe names a prompt or version that there is not.
 */
export async function loadPromptSet(choices: Recipe['prompts'], workspace: string): Promise<PromptSet> {
  return choosePrompts(await loadPromptLibrary(workspace), choices);
}

/** The path of a prompt's file. */
export function promptPath({ name, version, origin }: PromptFile, workspace: string): string {
  return join(origin === 'workspace' ? workspace : packageRoot(), folder, name, `${version}.yaml`);
}

async function readPrompts(root: string, origin: PromptFile['origin']): Promise<readonly PromptFile[]> {
  if (origin === 'workspace' && root === packageRoot()) return [];
  const files: PromptFile[] = [];
  for (const name of await foldersIn(join(root, folder))) {
    for (const file of (await namesIn(join(root, folder, name))).filter((one) => /\.ya?ml$/.test(one))) {
      const version = file.replace(/\.ya?ml$/, '');
      const path = `${folder}/${name}/${file}`;
      const label = origin === 'workspace' ? `The workspace's ${path}` : path;
      if (!promptName.test(name) || !promptName.test(version) || file.endsWith('.yml'))
        throw new UserError(
          `${label} must be called prompts/<name>/<version>.yaml, of letters, digits, ".", "_" or "-".`,
        );
      const text = await readTextFile(join(root, path), label);
      if (text.trim() === '') continue; // one that a shell is about to write into
      files.push(parsePromptFile(text, label, { name, version, origin }));
    }
  }
  return files;
}

async function foldersIn(path: string): Promise<string[]> {
  const entries = await readdir(path, { withFileTypes: true }).catch(noneThere);
  return entries
    .filter((entry) => entry.isDirectory() || entry.isSymbolicLink())
    .map(({ name }) => name)
    .sort();
}

async function namesIn(path: string): Promise<string[]> {
  return (await readdir(path).catch(noneThere)).sort();
}

function noneThere(error: NodeJS.ErrnoException): never[] {
  if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return [];
  throw error;
}
