import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../adapters/workspace/packageRoot';
import { parsePromptFile } from '../../adapters/workspace/parsePromptFile';
import { choosePrompts, promptLibrary } from '../../core/recipe/prompts/choosePrompts';
import type { PromptFile } from '../../core/recipe/prompts/promptFile';

const root = join(packageRoot(), 'prompts');

/** Every version of each. */
export const everyPrompt: readonly PromptFile[] = readdirSync(root).flatMap((name) =>
  readdirSync(join(root, name)).map((file) =>
    parsePromptFile(readFileSync(join(root, name, file), 'utf8'), `prompts/${name}/${file}`, {
      name,
      version: file.replace('.yaml', ''),
      origin: 'seedbed',
    }),
  ),
);

/** Every version of the prompts that come with the package. */
export const ourPromptLibrary = promptLibrary(everyPrompt, []);

/** The prompts that come with the package, as a run without a word about prompts uses them. */
export const ourPrompts = choosePrompts(ourPromptLibrary, {});

/** A prompt of ours, in its newest version. */
export function ourPrompt(name: string): PromptFile {
  const file = ourPrompts[name]?.[0]?.file;
  if (!file) throw new Error(`There is no prompt "${name}".`);
  return file;
}
