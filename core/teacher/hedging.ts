import { z } from 'zod';

/**
 * When a request is asked a second time while the first is still out.
 *
 * | policy | who is asked twice |
 * |---|---|
 * | `off` | nobody |
 * | `afterDeadline` | what takes far longer than others of its kind did |
 * | `{ quantile, share }` | besides, what is slower than this share of them, while slots are free; at most this share of all requests |
 */
export const hedgeSchema = z.union([
  z.enum(['off', 'afterDeadline']),
  z.strictObject({
    quantile: z
      .number()
      .min(0.5)
      .max(0.999)
      .describe('Asked again when slower than this share of the answers of its kind: 0.95.'),
    share: z
      .number()
      .positive()
      .max(0.5)
      .default(0.05)
      .describe('Most of all requests that are asked a second time.'),
  }),
]);
export type HedgePolicy = z.output<typeof hedgeSchema>;

/** Of all requests, where the configuration says nothing else. */
export const usualHedgeShare = 0.05;
