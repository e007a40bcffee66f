import { nameNow } from '../renamedFields';
import { UserError } from '../../foundations/userError';
import { closestName } from '../../foundations/text/closestName';
import type { Recipe } from '../schema';
import { compareVersions } from './compareVersions';
import type { PromptFile } from './promptFile';
import type { PromptChoice, PromptSet } from './promptSet';

/** Every version of every prompt that there is, by name: oldest first, one file a version. */
export type PromptLibrary = ReadonlyMap<string, readonly PromptFile[]>;

/**
 * What ours and the workspace's come to: a file of the workspace takes the place of ours of the same version.
 *
 * @throws UserError where a file of the workspace is for no prompt of ours, or doesn't fit where it would be used.
 */
export function promptLibrary(ours: readonly PromptFile[], workspace: readonly PromptFile[]): PromptLibrary {
  const names = [...new Set(ours.map(({ name }) => name))].sort();
  for (const file of workspace) checkFit(file, ours, names);
  return new Map(
    names.map((name) => {
      const versions = new Map<string, PromptFile>();
      for (const file of [...ours, ...workspace]) if (file.name === name) versions.set(file.version, file);
      return [name, [...versions.values()].sort((a, b) => compareVersions(a.version, b.version))];
    }),
  );
}

/**
 * The prompts of a run: what the recipe names, else the workspace's newest version, else our newest.
 *
 * @throws UserError where the recipe names a prompt or a version that there is not.
 */
export function choosePrompts(library: PromptLibrary, choices: Recipe['prompts']): PromptSet {
  for (const name of Object.keys(choices)) {
    if (!library.has(name)) throw unknownPrompt(name, [...library.keys()], 'The recipe\'s "prompts" has');
  }
  return Object.fromEntries(
    [...library].map(([name, versions]) => [
      name,
      Object.hasOwn(choices, name) ? chosen(name, versions, choices[name] ?? {}) : [newest(versions)],
    ]),
  );
}

/**
 * One version of a prompt; the newest, the workspace's before ours, where none is named.
 *
 * @throws UserError where there is no such prompt or version.
 */
export function findPrompt(library: PromptLibrary, name: string, version?: string): PromptFile {
  const versions = library.get(name);
  if (!versions) throw unknownPrompt(name, [...library.keys()], 'You named');
  return version === undefined ? newest(versions).file : ofVersion(name, versions, version);
}

function chosen(
  name: string,
  versions: readonly PromptFile[],
  choice: string | Readonly<Record<string, number>>,
): readonly PromptChoice[] {
  const shares = typeof choice === 'string' ? { [choice]: 1 } : choice;
  const whole = Object.values(shares).reduce((sum, share) => sum + share, 0);
  return Object.entries(shares).map(([version, share]) => ({
    file: ofVersion(name, versions, version),
    share: share / whole,
  }));
}

function newest(versions: readonly PromptFile[]): PromptChoice {
  const file = versions.findLast(({ origin }) => origin === 'workspace') ?? versions.at(-1);
  if (!file) throw new Error('A prompt of the library has no version.');
  return { file, share: 1 };
}

function ofVersion(name: string, versions: readonly PromptFile[], version: string): PromptFile {
  const found = versions.find((file) => file.version === version);
  if (found) return found;
  const there = versions.map((file) =>
    file.origin === 'workspace' ? `${file.version} (workspace)` : file.version,
  );
  throw new UserError(
    `There is no version "${version}" of the prompt "${name}"; it has ${there.join(', ')}.`,
    {
      mend: `Name one of them, or write prompts/${name}/${version}.yaml in the workspace.`,
    },
  );
}

function unknownPrompt(name: string, names: readonly string[], subject: string): UserError {
  const near = closestName(name, names);
  return new UserError(
    near === undefined
      ? `${subject} a prompt "${name}", which Seedbed does not have; it has ${names.join(', ')}.`
      : `${subject} a prompt "${name}", which Seedbed does not have: did you mean "${near}"?`,
  );
}

/** A file of the workspace gets the values that ours get, and is asked of whom ours are. */
function checkFit(file: PromptFile, ours: readonly PromptFile[], names: readonly string[]): void {
  const path = `prompts/${file.name}/${file.version}.yaml`;
  const same = ours.filter(({ name }) => name === file.name);
  const [first] = same;
  if (!first) throw unknownPrompt(file.name, names, `The workspace's ${path} is`);
  if (file.role !== first.role) {
    throw new UserError(
      `The workspace's ${path} has the role "${file.role}", but "${file.name}" is asked in the role "${first.role}".`,
    );
  }
  const given = [...new Set(same.flatMap(({ variables }) => Object.keys(variables)))];
  const notGiven = Object.keys(file.variables).find((name) => !given.includes(name));
  if (notGiven !== undefined) {
    const now = nameNow(notGiven, given);
    if (now !== undefined)
      throw new UserError(
        `The workspace's ${path} declares the variable "${notGiven}", which is called "${now}" now: rename it, there and in the texts.`,
      );
    throw new UserError(
      `The workspace's ${path} declares the variable "${notGiven}", which is not given to "${file.name}"; it is given ${given.join(', ') || 'none'}.`,
    );
  }
}
