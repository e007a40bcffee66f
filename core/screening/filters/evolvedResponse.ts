import { stopWords } from '../../foundations/language/stopWords';
import { wordsOf } from '../../foundations/text/words';
import { passed, rejected, textFilter } from './filter';

/** Words below which a response that is sorry counts as a refusal (Evol-Instruct, elimination rule 2). */
const shortRefusal = 80;

/**
 * Where a variant's response was written anew, its failure tells of the instruction: whether the response to an evolved instruction
 * shows that it can't be answered: it is sorry and short, or holds only stop words and punctuation (Xu et al. 2023, arXiv 2304.12244,
 * elimination rules 2 and 3). An apology that was asked for is none: the instruction says "sorry" or "apolog…" itself.
 */
export const evolvedResponse = textFilter({
  name: 'evolvedResponse',
  version: 1,
  stage: 'pair',
  later: 'nothing',
  check({ instruction, input, response, classification, strategy }) {
    if (strategy !== 'augment') return passed;
    const words = wordsOf(response);
    const asksForIt = /\bsorry\b|\bapolog/i.test(`${instruction} ${input}`);
    if (/\bsorry\b/i.test(response) && words.length < shortRefusal && !asksForIt)
      return rejected('the response to the evolved instruction is a refusal: short, and sorry', words.length);
    if (!classification && words.every((word) => stopWords.has(word)) && !/\p{N}|\p{S}/u.test(response))
      return rejected('the response to the evolved instruction holds only stop words and punctuation');
    return passed;
  },
});
