import { z } from 'zod';
import {
  maxEditCharacters,
  maxExchangesOfPair,
  maxReasonCharacters,
  maxVerdictsInMessage,
  verdictKinds,
} from '../../../core/vocabulary/verdict';

const text = z.string().max(maxEditCharacters);

export const reviewerName = z.string().trim().min(1).max(80);

/** What the page posts. The batch's workflow checks it again: this only turns nonsense away early. */
export const postedVerdicts = z.strictObject({
  reviewer: reviewerName,
  verdicts: z
    .array(
      z.strictObject({
        item: z.int().min(1),
        verdict: z.enum([...verdictKinds, 'withdrawn']),
        reason: z.string().max(maxReasonCharacters).exactOptional(),
        edit: z
          .strictObject({
            instruction: text.exactOptional(),
            input: text.exactOptional(),
            response: text.exactOptional(),
            turns: z
              .array(
                z.strictObject({
                  exchange: z.int().min(2),
                  message: text.exactOptional(),
                  response: text.exactOptional(),
                }),
              )
              .min(1)
              .max(maxExchangesOfPair)
              .exactOptional(),
          })
          .exactOptional(),
        flagged: z.boolean().exactOptional(),
        seconds: z.number().min(0).max(86_400).exactOptional(),
        assisted: z.boolean().exactOptional(),
        revision: z.int().min(1),
      }),
    )
    .min(1)
    .max(maxVerdictsInMessage),
});

export const postedClaim = z.strictObject({
  reviewer: reviewerName,
  count: z.int().min(1).max(maxVerdictsInMessage),
});
