import type { Recipe } from '../../recipe/schema';
import { textFilter, type Filter, type Verdict } from './filter';
import { countWords } from '../../foundations/text/prose';

interface Bounds {
  readonly least?: number | undefined;
  readonly most?: number | undefined;
}

/** Words between white space, as an instruction's are counted. */
export const responseWords = textFilter(
  'responseWords',
  1,
  'pair',
  ({ response }, { filters }) => within(filters.responseWords, countWords(response), 'words'),
  ({ filters }) => isBounded(filters.responseWords),
);

/** The vocabulary takes tenths of a second and tens of megabytes to load, so that only recipes that count tokens load it. */
export const responseTokens: Filter = {
  name: 'responseTokens',
  version: 1,
  stage: 'pair',
  needs: 'text',
  isOn: ({ filters }: Recipe) => isBounded(filters.responseTokens),
  async evaluate(subjects, { recipe }) {
    const { countTokens } = await import('gpt-tokenizer/encoding/o200k_base');
    return subjects.map(({ response }) =>
      within(
        recipe.filters.responseTokens,
        countTokens(response, { disallowedSpecial: new Set() }),
        'tokens',
      ),
    );
  },
};

function isBounded({ least = 0, most }: Bounds): boolean {
  return least > 0 || most !== undefined;
}

function within({ least = 0, most = Infinity }: Bounds, count: number, what: string): Verdict {
  const reason =
    count < least
      ? `the response has ${count} ${what}, at least ${least} are asked for`
      : count > most
        ? `the response has ${count} ${what}, at most ${most} are allowed`
        : undefined;
  return { passed: reason === undefined, score: count, ...(reason !== undefined && { reason }) };
}
