import { z } from 'zod';
import type { Rate, Rates } from './price';

/** Dearer than anything that is sold: a price in cents, or by the token, is a slip. */
const most = 10_000;

const rate = z.number().min(0).max(most);
const tokenRate = rate.describe('US dollars a million tokens.');

const kinds = {
  prompt: tokenRate,
  cached: tokenRate
    .optional()
    .describe("Of the prompt's, those from the provider's cache. Left out: as all of the prompt's."),
  cacheWrite: tokenRate
    .optional()
    .describe(
      "Of the prompt's, those that the provider puts into its cache. Left out: as all of the prompt's.",
    ),
  completion: tokenRate
    .optional()
    .describe("The answer's. Left out: it brings no text, as embedding models do."),
  reasoning: tokenRate
    .optional()
    .describe("Of the answer's, those that are thinking. Left out: as all of the answer's."),
};

/** What somebody says that a model costs: of an endpoint, or of one of its models. */
export const priceSchema = z
  .union([
    z.literal(0).describe('It costs nothing.'),
    z.strictObject({
      ...kinds,
      request: rate.optional().describe('US dollars a request, over its tokens.'),
      batch: z
        .number()
        .min(0)
        .max(1)
        .optional()
        .describe("What batch mode charges of all this: 0.5 is half. Left out: the preset's."),
      above: z
        .array(
          z.strictObject({
            promptTokens: z.int().min(1).describe('From more tokens of the prompt than these on.'),
            ...kinds,
            prompt: tokenRate.optional(),
          }),
        )
        .default([])
        .describe('Dearer tiers, by the length of the prompt. What a tier leaves out stays as it is.'),
    }),
  ])
  .describe('US dollars a million tokens, by kind; 0: it costs nothing.');

export type WrittenPrice = z.output<typeof priceSchema>;

/** The rates that are written, with tiers in the order of their lengths. */
export function ratesOfWritten(written: WrittenPrice): Rates {
  if (written === 0) return { prompt: 0, completion: 0 };
  const { above, request, batch, prompt, ...others } = written;
  const tiers = above.toSorted((left, right) => left.promptTokens - right.promptTokens);
  const tiered = (kind: keyof typeof kinds, base: number): Rate => {
    const own = tiers.flatMap(({ promptTokens, ...tier }) => {
      const rate = tier[kind];
      return rate === undefined ? [] : [{ promptTokens, rate }];
    });
    return own.length === 0 ? base : { base, above: own };
  };
  return {
    prompt: tiered('prompt', prompt),
    ...Object.fromEntries(
      (['cached', 'cacheWrite', 'completion', 'reasoning'] as const).flatMap((kind) => {
        const base = others[kind];
        return base === undefined ? [] : [[kind, tiered(kind, base)]];
      }),
    ),
    ...(request !== undefined && { request }),
    ...(batch !== undefined && { batch }),
  };
}
