import { z } from 'zod';
import { parseAnswer } from '../../recipe/prompts/parseAnswer';
import type { PromptFile } from '../../recipe/prompts/promptFile';

/** A pair on its way through a chain of operators. */
export interface Variant {
  readonly instruction: string;
  /** Empty where there is none; undefined where whoever responds decides. */
  readonly input: string | undefined;
  /** Undefined where it is to be written anew, since the instruction asks for something else now. */
  readonly response: string | undefined;
  readonly classification: boolean;
}

/** What came back for an operator's prompt. */
export interface OperatorAnswer {
  /** With what it was begun with, where it was. */
  readonly text: string;
  /** The prompt that was asked. */
  readonly file: PromptFile;
  /** Language of the recipe, as an ISO 639 code. */
  readonly language: string;
}

export type Reading =
  | { readonly variant: Variant }
  /** A rule of the operator threw it out. `variant` is what would have come of it, as far as it goes. */
  | { readonly failed: string; readonly variant?: Variant }
  /** The answer was not of the form that was asked for. */
  | { readonly unreadable: string };

/** One way to make a pair out of another. A new one is one file, its prompts, and its line in the registry. */
export interface Operator {
  readonly name: string;
  /** One line for people. */
  readonly description: string;
  readonly changes: readonly ('instruction' | 'input' | 'response')[];
  /** Decides how it is checked: a variant must mean the same as its original, or must not. */
  readonly meaning: 'kept' | 'changed';
  /** What must not be empty. */
  readonly needs: readonly ('input' | 'response')[];
  /** Whether a response there was no longer answers, so that the teacher writes a new one. */
  readonly leavesResponse: boolean;
  /** Whether it makes a task of its own, which must be new to the whole pool, its original included. */
  readonly leavesFamily: boolean;
  /** Names of its prompts. `small`, where there is one, is a text to continue, for models that follow examples and no rules. */
  readonly prompts: { readonly usual: string; readonly small?: string };
  /** What it draws beside the text, such as a style, where the recipe does not say. */
  readonly draws?: { readonly usual: readonly string[]; readonly small?: readonly string[] };
  /** How the answer of a small model is begun for it: a beginning does more than any instruction. */
  begin?(before: Variant, draw: string): string;
  /** Values of the prompts' variables, beside `draw` and `begun`. */
  values(before: Variant): Readonly<Record<string, unknown>>;
  /** Reads the answer and checks it by the operator's own rules. Pure. */
  read(answer: OperatorAnswer, before: Variant): Reading;
}

/** The one text that a prompt asks for: the field of its JSON, or the whole answer where it declares no schema. */
export function answeredText({ file, text }: OperatorAnswer, field: string): string | undefined {
  const found = file.schema
    ? parseAnswer(file, text, z.looseObject({ [field]: z.string() }))?.[field]
    : unquoted(text.trim());
  const read = typeof found === 'string' ? found.trim() : '';
  return read === '' ? undefined : read;
}

/** Models like to put a text in quotation marks that they were asked for. */
function unquoted(text: string): string {
  const inner = /^(?:"([^"]*)"|“([^“”]*)”)$/su.exec(text);
  return (inner?.[1] ?? inner?.[2] ?? text).trim();
}
