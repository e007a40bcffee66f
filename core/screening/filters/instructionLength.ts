import { z } from 'zod';
import { rejected, textFilter } from './filter';

const fields = {
  instructionWords: z
    .strictObject({
      min: z.int().min(1).default(4).describe('Fewest words of an instruction.'),
      max: z.int().min(1).default(150).describe('Most words of an instruction.'),
    })
    .prefault({})
    .refine((words) => words.min <= words.max, {
      message: 'must not be more than "max"',
      path: ['min'],
    })
    .describe('Length of an instruction, in words between white space.'),
};

/** Words between white space, as the released Self-Instruct code counts them. */
export const instructionLength = textFilter({
  name: 'instructionLength',
  version: 1,
  stage: 'instruction',
  fields,
  check({ instruction }, { instructionWords: { min, max } }) {
    const words = instruction.split(/\s+/).filter((word) => word !== '').length;
    if (words < min) return rejected(`${words} words, at least ${min} are asked for`, words);
    if (words > max) return rejected(`${words} words, at most ${max} are allowed`, words);
    return { passed: true, score: words };
  },
});
