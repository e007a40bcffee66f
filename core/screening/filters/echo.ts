import { z } from 'zod';
import { rougeL } from '../../foundations/text/rouge';
import { wordPartsOf } from '../../foundations/text/words';
import { noveltyTokens } from '../novelty/noveltyTokens';
import { passed, rejected, textFilter } from './filter';

const fields = {
  echo: z.boolean().default(true).describe('Reject responses that only repeat their instruction or input.'),
};

/** English words that carry no answer by themselves: function words, and how people say that they don't know. */
const emptyWords = new Set(
  (
    'a about all also am an and answer any are as ask at be been but by can could did do does don for from get give go had has have he her here him his how i if in into ' +
    'is isn it its just know let like ll make may me might more most much my no not of on one or our out question re s say she should so some sure t tell that the their them ' +
    'then there these they thing things think this those to too up us ve very want was way we well were what when where which who why will with would yes you your'
  ).split(' '),
);

/** Shorter answers are labels, names and numbers, which may well stand in the question. */
const minWords = 6;

/**
 * How far a response only says again what was asked, 0 to 1: its ROUGE-L F with the instruction, alone and with the input; 1 where
 * it is the input, or where an English instruction that holds no text of its own is answered without one new word.
 */
export function echoOf({
  instruction,
  input,
  response,
}: {
  instruction: string;
  input: string;
  response: string;
}): number {
  const alike = (left: string, right: string): number => rougeL(left, right, noveltyTokens).fmeasure;
  if (alike(input, response) === 1) return 1;
  const holdsText = input !== '' || /["“«„「『《`:：]/.test(instruction);
  if (!holdsText && saysNothingNew(instruction, response)) return 1;
  return Math.max(alike(instruction, response), alike(`${instruction} ${input}`, response));
}

function saysNothingNew(instruction: string, response: string): boolean {
  const said = wordsOf(response);
  const asked = new Set(wordsOf(instruction));
  return said.length >= minWords && said.every((word) => asked.has(word) || emptyWords.has(word));
}

/** Without a plural's "s", so that "the dogs" says nothing new about "the dog". */
function wordsOf(text: string): string[] {
  return wordPartsOf(text).map((word) => (word.length > 3 ? word.replace(/s$/, '') : word));
}

/** A reply that only says again what was asked teaches nothing. Labels of a classification may well stand in the input. */
export const echo = textFilter({
  name: 'echo',
  version: 3,
  stage: 'pair',
  fields,
  isOn: ({ echo }) => echo,
  check({ instruction, input, response, classification }) {
    if (classification) return passed;
    const score = echoOf({ instruction, input, response });
    return score > 0.8
      ? rejected('the response only repeats what was asked', score)
      : { passed: true, score };
  },
});
