import { RE2JS } from 're2js';
import type { Recipe } from '../../recipe/schema';
import { passed, rejected, textFilter, type Verdict } from './filter';
import { wholeWords } from '../../foundations/text/wholeWords';

type Lists = Recipe['filters']['responseText'];

const compiled = new Map<string, RE2JS>();

/**
 * A recipe's regular expression. RE2 matches in time linear in the text, whatever the expression: one from a recipe that anybody may
 * send cannot hang a worker, as backtracking would.
 *
 * @throws Error where it is none, or uses what RE2 leaves out (look-around, back references).
 */
export function recipePattern(source: string): RE2JS {
  let pattern = compiled.get(source);
  if (!pattern) compiled.set(source, (pattern = RE2JS.compile(source)));
  return pattern;
}

/** What is wrong with a recipe's regular expression, or undefined. */
export function patternProblem(source: string): string | undefined {
  try {
    recipePattern(source);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

export const instructionText = textFilter(
  'instructionText',
  1,
  'instruction',
  ({ instruction }, { filters }) => verdictOn(instruction, filters.instructionText),
  ({ filters }) => isUsed(filters.instructionText),
);

export const responseText = textFilter(
  'responseText',
  1,
  'pair',
  ({ response }, { filters }) => verdictOn(response, filters.responseText),
  ({ filters }) => isUsed(filters.responseText),
);

function isUsed(lists: Lists): boolean {
  return Object.values(lists).some((list) => list.length > 0);
}

function verdictOn(
  text: string,
  { blockWords, requireWords, blockPatterns, requirePatterns }: Lists,
): Verdict {
  const holds = (phrase: string): boolean => wholeWords(phrase).test(text);
  const matches = (source: string): boolean => recipePattern(source).matcher(text).find();
  const word = blockWords.find(holds);
  if (word !== undefined) return rejected(`contains "${word}"`);
  const pattern = blockPatterns.find(matches);
  if (pattern !== undefined) return rejected(`matches /${pattern}/`);
  if (requireWords.length > 0 && !requireWords.some(holds))
    return rejected(`contains none of ${requireWords.map((one) => `"${one}"`).join(', ')}`);
  if (requirePatterns.length > 0 && !requirePatterns.some(matches))
    return rejected(`matches none of ${requirePatterns.map((one) => `/${one}/`).join(', ')}`);
  return passed;
}
