import { readFile } from 'node:fs/promises';
import { promptPath, readPromptFiles, type PromptFiles } from '../../../adapters/workspace/loadPrompts';
import { UserError } from '../../../core/foundations/userError';
import { choosePrompts, findPrompt, promptLibrary } from '../../../core/recipe/prompts/choosePrompts';
import { compareVersions } from '../../../core/recipe/prompts/compareVersions';
import type { PromptFile } from '../../../core/recipe/prompts/promptFile';
import { promptReference } from '../../../core/recipe/prompts/promptSet';
import type { Surroundings } from '../../terminal/surroundings';
import { exitCodes } from '../../terminal/exitCodes';
import { lineDiff } from './lineDiff';
import { coloredDiff, promptTable, type ListedPrompt } from './promptView';

/** `seedbed prompt list`. Returns the exit code. */
export async function listPrompts({ terminal, workspace, interruption }: Surroundings): Promise<number> {
  interruption.end();
  const files = await readPromptFiles(workspace);
  const used = choosePrompts(promptLibrary(files.ours, files.workspace), {});
  const prompts = [...files.ours, ...files.workspace]
    .sort(
      (a, b) =>
        Number(a.name > b.name) - Number(a.name < b.name) ||
        compareVersions(a.version, b.version) ||
        Number(a.origin > b.origin) - Number(a.origin < b.origin),
    )
    .map((file): ListedPrompt => {
      const { name, version, origin, role, description } = file;
      const isUsed = used[name]?.some((choice) => choice.file === file) ?? false;
      return { name, version, reference: promptReference(file), origin, role, description, used: isUsed };
    });
  if (terminal.options.json) terminal.printJson({ prompts });
  else terminal.print(promptTable(prompts, terminal.outColors, terminal.outColumns));
  terminal.note(
    '* is used by recipes that say nothing else. Your own: prompts/<name>/<version>.yaml in the workspace.',
  );
  return exitCodes.done;
}

/** Which prompt is meant, as it was typed. */
export interface NamedPrompt {
  readonly name: string;
  readonly version?: string;
}

/** `seedbed prompt show`: the file as it is. Returns the exit code. */
export async function showPrompt(
  { name, version }: NamedPrompt,
  { terminal, workspace, interruption }: Surroundings,
): Promise<number> {
  interruption.end(); // it only reads: there is nothing to leave behind
  const file = find(await readPromptFiles(workspace), name, version);
  const path = promptPath(file, workspace);
  if (terminal.options.json) terminal.printJson({ reference: promptReference(file), path, ...file });
  else {
    terminal.note(terminal.errorColors.dim(path));
    terminal.print((await readFile(path, 'utf8')).trimEnd());
  }
  return exitCodes.done;
}

export interface DiffRequest {
  readonly name: string;
  readonly before: string | undefined;
  readonly after: string | undefined;
}

/** `seedbed prompt diff`: what changed from one version to another. Returns the exit code. */
export async function diffPrompts(
  { name, before, after }: DiffRequest,
  { terminal, workspace, interruption }: Surroundings,
): Promise<number> {
  interruption.end();
  const files = await readPromptFiles(workspace);
  const to = find(files, name, after);
  const from = before === undefined ? predecessor(files, to) : find(files, name, before);
  const [old, current] = await Promise.all(
    [from, to].map((file) => readFile(promptPath(file, workspace), 'utf8')),
  );
  const diff = lineDiff(old ?? '', current ?? '');
  const [left, right] = [promptReference(from), promptReference(to)];
  if (terminal.options.json) terminal.printJson({ from: left, to: right, diff });
  else if (diff.length === 0) terminal.note(`${left} and ${right} are the same.`);
  else terminal.print([`--- ${left}`, `+++ ${right}`, ...coloredDiff(diff, terminal.outColors)]);
  return exitCodes.done;
}

/** A version as people write it: "2", or "2+workspace" for the workspace's where both have it; ours is meant by "2" then. */
export function find(files: PromptFiles, name: string, version: string | undefined): PromptFile {
  const library = promptLibrary(files.ours, files.workspace);
  if (version === undefined) return findPrompt(library, name);
  const named = [...files.ours, ...files.workspace].find(
    (file) => promptReference(file) === `${name}@${version}`,
  );
  return named ?? findPrompt(library, name, version);
}

/** What a version is compared with where nothing is named: ours, for the workspace's; else the one before it. */
function predecessor({ ours }: PromptFiles, to: PromptFile): PromptFile {
  const same = ours
    .filter(({ name }) => name === to.name)
    .sort((a, b) => compareVersions(a.version, b.version));
  const before =
    to.origin === 'workspace'
      ? same.at(-1)
      : same.findLast(({ version }) => compareVersions(version, to.version) < 0);
  if (before) return before;
  throw new UserError(`${promptReference(to)} is the only version of "${to.name}".`, {
    mend: `Write another: prompts/${to.name}/2.yaml in the workspace. Begin with: seedbed prompt show ${to.name}`,
  });
}
