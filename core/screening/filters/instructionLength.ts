import { z } from 'zod';
import { countWords } from '../../foundations/text/words';
import { rejected, textFilter } from './filter';

const fields = {
  instructionWords: z
    .strictObject({
      min: z
        .int()
        .min(1)
        .optional()
        .describe('Fewest words of an instruction. Left out: 4 in English, 2 in other languages.'),
      max: z.int().min(1).default(150).describe('Most words of an instruction.'),
    })
    .prefault({})
    .refine(({ min = 1, max }) => min <= max, {
      message: 'must not be more than "max"',
      path: ['min'],
    })
    .describe(
      'Length of an instruction, in words: what stands between white space, and where a script sets none (Chinese, Japanese, Thai) what its dictionary calls a word.',
    ),
};

/**
 * Fewest words where the recipe says nothing: the released Self-Instruct code's in English. Many languages have no articles, and endings
 * or particles where English has words: "Напиши стихотворение", 写一首诗 and 시를 써 주세요 are whole tasks.
 */
const usualMin = (language: string): number => (language === 'en' ? 4 : 2);

/** Words between white space, as the released Self-Instruct code counts them, where a script sets any. */
export const instructionLength = textFilter({
  name: 'instructionLength',
  version: 2,
  stage: 'instruction',
  fields,
  check({ instruction, language }, { instructionWords: { min = usualMin(language), max } }) {
    const words = countWords(instruction);
    if (words < Math.min(min, max))
      return rejected(`${words} words, at least ${Math.min(min, max)} are asked for`, words);
    if (words > max) return rejected(`${words} words, at most ${max} are allowed`, words);
    return { passed: true, score: words };
  },
});
