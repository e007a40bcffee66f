import { z } from 'zod';
import { role, sampling, share } from './fields';

export const judgeSection = z
  .strictObject({
    min: share
      .default(0.5)
      .describe(
        'Score, from 0 to 1, below which a pair is rejected. It is the mean of six aspects graded from 1 to 5, and never more than accuracy or safety.',
      ),
    judges: z
      .array(role)
      .min(1)
      .max(9)
      .optional()
      .describe(
        'Who judges: each of them judges every pair. What one leaves out comes from teacher.judge, else the teacher. Left out: teacher.judge alone.',
      ),
    combine: z
      .enum(['mean', 'lowest'])
      .default('mean')
      .describe('What the scores of several judges come to: their mean, or that of the strictest.'),
    disagreement: share
      .default(0.25)
      .describe(
        'How far apart the scores of two judges may be, from 0 to 1, before the pair is marked as one that they disagree on.',
      ),
    pairsPerCall: z
      .int()
      .min(1)
      .max(16)
      .default(1)
      .describe(
        'Pairs that are judged in one call. More cost fewer tokens; measure first whether your judge grades them as well (`npm run bench:judge`).',
      ),
    orders: z
      .union([z.literal(1), z.literal(2)])
      .default(1)
      .describe(
        'Orders in which the pairs of a call are shown: 1, drawn at random; or 2, the drawn one and its reverse in a call of its own, and the mean of both counts.',
      ),
    lengthControl: z
      .strictObject({
        perDoubling: z
          .number()
          .min(-0.5)
          .max(0.5)
          .describe('What a response of twice the length scores more with this judge; the report says it.'),
        length: z
          .int()
          .min(1)
          .default(400)
          .describe('Length in characters that is left as it is: longer ones lose, shorter ones gain.'),
      })
      .optional()
      .describe('Takes off the score what mere length is worth to the judge. Left out: nothing is.'),
    sampling: sampling
      .prefault({})
      .describe('Sampling of judgements. Defaults: temperature 0, maxTokens 1024 for each pair of a call.'),
  })
  .refine(({ orders, pairsPerCall }) => orders === 1 || pairsPerCall > 1, {
    message: 'needs a pairsPerCall of 2 or more, since a pair that is asked about alone has no order',
    path: ['orders'],
  })
  .describe(
    'Has every pair that passed the filters judged by the teacher in the role judge, or by several judges. Left out: none is. Models of less than a few billion parameters are no judges.',
  );
