import { arithmetic } from './arithmetic';
import { codeBlocks } from './codeBlocks';
import { compression } from './compression';
import { countConstraints } from './countConstraints';
import { echoOf } from './echo';
import { encoding } from './encoding';
import { evolvedResponse } from './evolvedResponse';
import { passed, rejected, textFilter, type Filter } from './filter';
import { json } from './jsonFilter';
import { responseLanguage } from './languageFilter';
import { personalData } from './personalData';
import { placeholder } from './placeholder';
import { profanity } from './profanity';
import { promptLeakage } from './promptLeakage';
import { boilerplate, refusal } from './refusal';
import { repetition } from './repetition';
import { responseTokens, responseWords } from './responseLength';
import { truncationOf } from './truncation';
import { urls } from './urls';
import { responseText } from './wordLists';

/** The instance rules of the released Self-Instruct code. */
const instance = textFilter('instance', 1, 'pair', ({ input, response }) => {
  if (response.trim() === '') return rejected('the response is empty');
  if (input.trim() === response.trim()) return rejected('the response is the same as the input');
  if (response.trim().endsWith(':')) return rejected('the response ends in a colon');
  if (input.trim().endsWith(':')) return rejected('the input ends in a colon');
  return passed;
});

/** A reply that only says again what was asked teaches nothing. Labels of a classification may well stand in the input. */
const echo = textFilter(
  'echo',
  1,
  'pair',
  ({ instruction, input, response, classification }) => {
    if (classification) return passed;
    const score = echoOf({ instruction, input, response });
    return score > 0.8
      ? rejected('the response only repeats what was asked', score)
      : { passed: true, score };
  },
  ({ filters }) => filters.echo,
);

const repetitionFilter = textFilter(
  'repetition',
  1,
  'pair',
  ({ response }, { filters }) => {
    const { share, passage } = repetition(response);
    if (share <= filters.repetitionShare) return { passed: true, score: share };
    return rejected(`${Math.round(share * 100)} % of the response repeats itself: "${passage}"`, share);
  },
  ({ filters }) => filters.repetition,
);

const truncation = textFilter(
  'truncation',
  3,
  'pair',
  ({ response, finishReason }) => {
    const reason = truncationOf(response, finishReason);
    return reason === undefined ? passed : rejected(`the response ${reason}`);
  },
  ({ filters }) => filters.truncation,
);

/** What is asked of a pair, cheapest first. */
export const pairFilters: readonly Filter[] = [
  instance,
  evolvedResponse,
  truncation,
  repetitionFilter,
  compression,
  echo,
  responseWords,
  responseText,
  refusal,
  boilerplate,
  promptLeakage,
  placeholder,
  encoding,
  urls,
  personalData,
  profanity,
  responseTokens,
  countConstraints,
  arithmetic,
  json,
  codeBlocks,
  responseLanguage,
];

/**
 * Whether the instances of one task contradict each other: the same input with different responses drops the whole task
 * (released Self-Instruct code).
 */
export function contradictoryInput(
  responses: readonly { input: string; response: string }[],
): string | undefined {
  const byInput = new Map<string, string>();
  for (const { input, response } of responses) {
    const earlier = byInput.get(input.trim());
    if (earlier !== undefined && earlier !== response.trim()) return input;
    byInput.set(input.trim(), response.trim());
  }
  return undefined;
}
