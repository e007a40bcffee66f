import { z } from 'zod';
import { license, sampling, share, weightedTexts } from './fields';
import { datasetFile, writtenTask } from './seeds';

const operators = z.array(z.string().min(1)).min(1);

const chain = z.union([
  operators,
  z.strictObject({
    operators: operators.describe('Names of operators, one after the other.'),
    weight: z.number().gt(0).default(1).describe('How often, against the other chains.'),
  }),
]);

/** Multiplying what is there: chains of operators over an existing set. */
export const augmentSection = z
  .strictObject({
    source: datasetFile
      .extend({
        tasks: z.array(writtenTask).min(1).optional().describe('Pairs written here.'),
        license: license.optional().describe('Licence of the existing set, for the card.'),
      })
      .refine((source) => source.file !== undefined || source.tasks !== undefined, {
        message: 'needs "file" or "tasks"',
      })
      .optional()
      .describe('The existing set that is multiplied. Left out: the seeds.'),
    fromPool: z
      .boolean()
      .default(false)
      .describe('Whether pairs that the run itself accepted from other strategies are multiplied too.'),
    variants: z
      .int()
      .min(1)
      .max(1_000)
      .default(4)
      .describe('Most variants that are tried of one pair. Every pair has one before any has two.'),
    chains: z
      .array(chain)
      .min(1)
      .describe(
        'What is done to a pair: lists of operators such as ["changeStyle", "addConstraint"], or objects with operators and weight. The operators are listed in docs/augment.md.',
      ),
    draws: z
      .record(z.string().min(1), weightedTexts)
      .default({})
      .describe(
        'What an operator draws from, where it draws something: {"changeStyle": ["terse", "like a text message"]}. Left out: its own list.',
      ),
    similarity: z
      .strictObject({
        kept: share
          .default(0.7)
          .describe('Cosine with its original below which a variant no longer means the same.'),
        changed: share
          .default(0.97)
          .describe('Cosine with its original above which a variant that should ask for more does not.'),
      })
      .prefault({})
      .describe('Bounds on embeddings, measured in docs/augment.md.'),
    judge: z
      .boolean()
      .optional()
      .describe(
        'Whether the role judge confirms each step: that a paraphrase asks for the same, and that an evolved instruction does not. Left out: where that role is not a small model.',
      ),
    sampling: sampling
      .prefault({})
      .describe(
        'Sampling of the operators. Defaults: temperature 1, topP 0.9, maxTokens 2048; cooler and shorter for small models.',
      ),
  })
  .describe('Multiplies an existing set. Left out: nothing is multiplied.');
