import { z } from 'zod';
import { filterOf, textFilter } from './filter';
import type { FilterResult } from '../../vocabulary/filterResult';
import { countWords } from '../../foundations/text/words';

const bounds = (what: string) =>
  z
    .strictObject({
      min: z.int().min(0).default(0).describe(`Fewest ${what}.`),
      max: z.int().min(1).optional().describe(`Most ${what}. Left out: any number.`),
    })
    .prefault({})
    .refine(({ min, max = Infinity }) => min <= max, {
      message: 'must not be more than "max"',
      path: ['min'],
    });

const fields = {
  responseWords: bounds('words of a response').describe(
    'Length of a response, in words; Chinese, Japanese and Thai are divided into theirs.',
  ),
  responseTokens: bounds('tokens of a response').describe(
    "Length of a response, in tokens of OpenAI's encoding o200k_base.",
  ),
};

interface Bounds {
  readonly min?: number | undefined;
  readonly max?: number | undefined;
}

/** Words, as an instruction's are counted. */
export const responseWords = textFilter({
  name: 'responseWords',
  version: 2,
  stage: 'pair',
  fields,
  isOn: ({ responseWords }) => isBounded(responseWords),
  check: ({ response }, { responseWords }) => within(responseWords, countWords(response), 'words'),
});

/** The vocabulary takes tenths of a second and tens of megabytes to load, so that only recipes that count tokens load it. */
export const responseTokens = filterOf({
  name: 'responseTokens',
  version: 1,
  stage: 'pair',
  needs: 'text',
  fields,
  isOn: ({ responseTokens }) => isBounded(responseTokens),
  async evaluate(subjects, { settings: { responseTokens } }) {
    const { countTokens } = await import('gpt-tokenizer/encoding/o200k_base');
    return subjects.map(({ response }) =>
      within(responseTokens, countTokens(response, { disallowedSpecial: new Set() }), 'tokens'),
    );
  },
});

function isBounded({ min = 0, max }: Bounds): boolean {
  return min > 0 || max !== undefined;
}

function within({ min = 0, max = Infinity }: Bounds, count: number, what: string): FilterResult {
  const reason =
    count < min
      ? `the response has ${count} ${what}, at least ${min} are asked for`
      : count > max
        ? `the response has ${count} ${what}, at most ${max} are allowed`
        : undefined;
  return { passed: reason === undefined, score: count, ...(reason !== undefined && { reason }) };
}
