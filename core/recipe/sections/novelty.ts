import { z } from 'zod';
import { share } from './fields';
import { datasetFile } from './seeds';

/** Which instructions are new, and which are in an evaluation set. */
export const noveltySection = z
  .strictObject({
    threshold: share
      .default(0.7)
      .describe('ROUGE-L F-measure above which an instruction repeats one that is there.'),
    semantic: z
      .strictObject({
        threshold: share
          .default(0.9)
          .describe('Cosine of two embeddings above which an instruction repeats one that is there.'),
      })
      .optional()
      .describe('Whether meanings are compared too. Left out: words alone.'),
    rule: z
      .enum(['novelty', 'sameTask'])
      .default('novelty')
      .describe(
        'What counts as a repetition. novelty: too similar to teach anything new, by the thresholds. sameTask: the meaning is unchanged; a changed number, a negation, an opposite, a name or an added condition makes another task.',
      ),
    unsure: z
      .enum(['keep', 'reject', 'judge'])
      .default('keep')
      .describe(
        'What sameTask does with an instruction of which it is not sure. judge: the teacher in the role judge is asked, once for each neighbour in doubt.',
      ),
    against: z
      .array(
        datasetFile.required({ file: true }).extend({
          similarity: share
            .optional()
            .describe(
              'Cosine with one of its items above which an instruction is thrown out. Left out: words alone.',
            ),
        }),
      )
      .default([])
      .describe(
        'Evaluation sets that the dataset must not contain: whoever has 13 words in a row in common with one of their items is thrown out.',
      ),
  })
  .prefault({})
  .describe('Which instructions are new.');
