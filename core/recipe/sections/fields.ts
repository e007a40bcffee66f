import { z } from 'zod';

/** Pieces that several sections of the recipe's schema are made of. */

export const share = z.number().min(0).max(1);
export const name = z
  .string()
  .regex(
    /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/,
    'must be at most 100 letters, digits, ".", "_" or "-", the first a letter or digit',
  );

export const role = z.strictObject({
  endpoint: name
    .optional()
    .describe("Endpoint's name in the worker's configuration. Left out: the teacher's."),
  model: z.string().min(1).optional().describe("Model's name. Left out: the teacher's."),
});

export const sampling = z.strictObject({
  temperature: z.number().min(0).max(2).optional().describe('Randomness of the choice of tokens.'),
  topP: z
    .number()
    .gt(0)
    .max(1)
    .optional()
    .describe('Nucleus sampling: the share of probability that is considered.'),
  presencePenalty: z.number().min(-2).max(2).optional().describe('Penalty on tokens that occurred already.'),
  frequencyPenalty: z
    .number()
    .min(-2)
    .max(2)
    .optional()
    .describe('Penalty on tokens by how often they occurred.'),
  maxTokens: z.int().min(16).max(65_536).optional().describe('Most tokens of an answer.'),
});

/** Values to choose from: plain, or each with how often. */
export const weightedTexts = z
  .array(
    z.union([
      z.string().min(1),
      z.strictObject({
        value: z.string().min(1).describe('The text.'),
        weight: z.number().gt(0).describe('How often, beside the others.'),
      }),
    ]),
  )
  .min(1);
