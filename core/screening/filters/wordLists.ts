import { z } from 'zod';
import { RE2JS } from 're2js';
import type { Problem } from '../../recipe/problems';
import { passed, rejected, textFilter } from './filter';
import type { FilterResult } from '../../vocabulary/filterResult';
import { wholeWords } from '../../foundations/text/wholeWords';

const words = z.array(z.string().min(1)).default([]);
/** Bounded, so that what a message or a log shows of it stays readable. */
const patterns = z.array(z.string().min(1).max(500)).default([]);

const wordsAndPatterns = z
  .strictObject({
    blockWords: words.describe(
      'Words and phrases that it may not contain: whole words, without regard to case.',
    ),
    requireWords: words.describe('Words and phrases of which it must contain at least one.'),
    blockPatterns: patterns.describe('Regular expressions (RE2) that may not match anywhere.'),
    requirePatterns: patterns.describe('Regular expressions (RE2) of which at least one must match.'),
  })
  .prefault({});

const fields = {
  instructionText: wordsAndPatterns.describe('What an instruction must say, and what it may not.'),
  responseText: wordsAndPatterns.describe('What a response must say, and what it may not.'),
};

type Lists = z.output<typeof wordsAndPatterns>;

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

export const instructionText = textFilter({
  name: 'instructionText',
  version: 1,
  stage: 'instruction',
  fields,
  isOn: ({ instructionText }) => isUsed(instructionText),
  problems: ({ instructionText }) => problemsOf('instructionText', instructionText),
  check: ({ instruction }, { instructionText }) => resultOn(instruction, instructionText),
});

export const responseText = textFilter({
  name: 'responseText',
  version: 1,
  stage: 'pair',
  fields,
  isOn: ({ responseText }) => isUsed(responseText),
  problems: ({ responseText }) => problemsOf('responseText', responseText),
  check: ({ response }, { responseText }) => resultOn(response, responseText),
});

/** Expressions that are none, told before anything is paid for. */
function problemsOf(section: keyof typeof fields, lists: Lists): readonly Problem[] {
  return (['blockPatterns', 'requirePatterns'] as const).flatMap((list) =>
    lists[list].flatMap((source, index) => {
      const problem = patternProblem(source);
      const field = `filters.${section}.${list}[${index}]`;
      return problem === undefined
        ? []
        : [{ field, message: `"${field}" must be a regular expression as RE2 has them: ${problem}.` }];
    }),
  );
}

function isUsed(lists: Lists): boolean {
  return Object.values(lists).some((list) => list.length > 0);
}

function resultOn(
  text: string,
  { blockWords, requireWords, blockPatterns, requirePatterns }: Lists,
): FilterResult {
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
