import { UserError } from '../../foundations/userError';
import type { PromptFile } from './promptFile';

/** A version of a prompt, and how often it is used: shares of all versions of a name add up to 1. */
export interface PromptChoice {
  readonly file: PromptFile;
  readonly share: number;
}

/** The versions of every prompt that a run may use, by the prompt's name. */
export type PromptSet = Readonly<Record<string, readonly PromptChoice[]>>;

/**
 * The version that a draw falls on: each as often as its share says.
 *
 * @param draw from 0 up to, not including, 1, seeded by what is asked, so that it is asked in the same words again.
 * @throws UserError where the run has no prompt of this name.
 */
export function choosePrompt(set: PromptSet, name: string, draw: number): PromptFile {
  const choices = Object.hasOwn(set, name) ? set[name] : undefined;
  const last = choices?.at(-1);
  if (!choices || !last) {
    throw new UserError(`There is no prompt "${name}"; there are ${Object.keys(set).sort().join(', ')}.`);
  }
  let left = draw;
  for (const { file, share } of choices) {
    left -= share;
    if (left < 0) return file;
  }
  return last.file;
}

/**
 * Prompt and version as lineage and reports name them: "classify@1"; with "+workspace" for a file of the user's own, which may
 * have a version of ours.
 */
export function promptReference({ name, version, origin }: PromptFile): string {
  return `${name}@${version}${origin === 'workspace' ? '+workspace' : ''}`;
}
