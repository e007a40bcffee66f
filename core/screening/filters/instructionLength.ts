import { z } from 'zod';
import { rejected, textFilter } from './filter';

const fields = {
  instructionWords: z
    .strictObject({
      least: z.int().min(1).default(4).describe('Fewest words of an instruction.'),
      most: z.int().min(1).default(150).describe('Most words of an instruction.'),
    })
    .prefault({})
    .refine((words) => words.least <= words.most, {
      message: 'must not be more than "most"',
      path: ['least'],
    })
    .describe('Length of an instruction, in words between white space.'),
};

/** Words between white space, as the released Self-Instruct code counts them. */
export const instructionLength = textFilter({
  name: 'instructionLength',
  version: 1,
  stage: 'instruction',
  fields,
  check({ instruction }, { instructionWords: { least, most } }) {
    const words = instruction.split(/\s+/).filter((word) => word !== '').length;
    if (words < least) return rejected(`${words} words, at least ${least} are asked for`, words);
    if (words > most) return rejected(`${words} words, at most ${most} are allowed`, words);
    return { passed: true, score: words };
  },
});
