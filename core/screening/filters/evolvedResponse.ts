import { wordsOf } from '../../foundations/text/normalisedText';
import { stopWords } from '../../foundations/text/stopWords';
import { passed, rejected, textFilter } from './filter';

/** Words below which a response that is sorry counts as a refusal (Evol-Instruct, elimination rule 2). */
const shortRefusal = 80;

/**
 * Whether the response to an evolved instruction shows that it can't be answered: it is sorry and short, or holds only stop words
 * and punctuation (Evol-Instruct, Xu et al. 2023, elimination rules 2 and 3). Of variants alone, since elsewhere a poor response says
 * nothing against the instruction. An apology that was asked for is none: the instruction says "sorry" or "apolog…" itself.
 */
export const evolvedResponse = textFilter(
  'evolvedResponse',
  1,
  'pair',
  ({ instruction, input, response, classification, strategy }) => {
    if (strategy !== 'augment') return passed;
    const words = wordsOf(response);
    const asksForIt = /\bsorry\b|\bapolog/i.test(`${instruction} ${input}`);
    if (/\bsorry\b/i.test(response) && words.length < shortRefusal && !asksForIt)
      return rejected('the response to the evolved instruction is a refusal: short, and sorry', words.length);
    if (!classification && words.every((word) => stopWords.has(word)) && !/\p{N}|\p{S}/u.test(response))
      return rejected('the response to the evolved instruction holds only stop words and punctuation');
    return passed;
  },
);
