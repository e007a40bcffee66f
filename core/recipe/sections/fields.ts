import { z } from 'zod';
import { plainName, plainNameRule } from '../../foundations/text/plainName';
import { teacherModes } from '../../teacher/batch/nextBatch';

/** Pieces that several sections of the recipe's schema are made of. */

export const share = z.number().min(0).max(1);
export const name = z.string().regex(plainName, plainNameRule);

/** Accepted pairs. */
export const target = z.int().min(1).max(1_000_000);

/** A licence or terms of use, as its owner calls it. Nothing is decided by it: the card says it. */
export const license = z.string().trim().min(1).max(200);

export const role = z.strictObject({
  endpoint: name
    .optional()
    .describe("Endpoint's name in the worker's configuration. Left out: the teacher's."),
  model: z.string().min(1).optional().describe("Model's name. Left out: the teacher's."),
});

/** How a role is asked. */
export const mode = z
  .enum(teacherModes)
  .describe(
    "Whether it is asked by the provider's batches, at half the price and within a day: batch, online, or auto, which is by batch where there is such an interface and enough is asked at once.",
  );

/** null: the parameter is not asked for, also where there is a default. */
export const sampling = z.strictObject({
  temperature: z
    .number()
    .min(0)
    .max(2)
    .nullable()
    .optional()
    .describe('Randomness of the choice of tokens. null: not sent.'),
  topP: z
    .number()
    .gt(0)
    .max(1)
    .nullable()
    .optional()
    .describe('Nucleus sampling: the share of probability that is considered. null: not sent.'),
  presencePenalty: z
    .number()
    .min(-2)
    .max(2)
    .nullable()
    .optional()
    .describe('Penalty on tokens that occurred already. null: not sent.'),
  frequencyPenalty: z
    .number()
    .min(-2)
    .max(2)
    .nullable()
    .optional()
    .describe('Penalty on tokens by how often they occurred. null: not sent.'),
  maxTokens: z
    .int()
    .min(16)
    .max(65_536)
    .nullable()
    .optional()
    .describe('Most tokens of an answer. null: as many as the endpoint gives.'),
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
