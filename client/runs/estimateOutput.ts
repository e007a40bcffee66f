import { z } from 'zod';
import { count } from '../terminal/outputValues';

const range = z
  .strictObject({ low: z.number(), median: z.number(), high: z.number() })
  .describe('In four cases of five between low and high.');

const dollars = range.nullable().describe('US dollars; null where the price is not known.');

/** What a recipe will take. */
export const estimateOfRecipe = z.strictObject({
  target: count,
  accepted: range,
  candidates: range,
  iterations: range,
  calls: range,
  promptTokens: range,
  completionTokens: range.describe('With thinking.'),
  usd: range.nullable().describe('US dollars of what has a price; null where nothing has.'),
  seconds: range,
  slowestBy: z.string().describe('What the time goes by.'),
  lines: z
    .array(
      z.strictObject({
        stage: z.string().describe('propose, compare, classify, respond, converse, judge; lists; measure.'),
        strategy: z.string().nullable(),
        role: z.string(),
        endpoint: z.string(),
        model: z.string(),
        task: z.string().nullable().describe("The answer's schema; null where it is plain text."),
        calls: range,
        promptTokens: range,
        completionTokens: range,
        usd: dollars,
      }),
    )
    .readonly()
    .describe('By stage, role and what is asked; the dearest first.'),
  counted: z
    .array(
      z.strictObject({
        model: z.string(),
        by: z
          .enum(['o200k_base', 'cl100k_base', 'characters'])
          .describe("The model's own tokenizer, or characters by script (docs/estimate.md)."),
      }),
    )
    .readonly(),
  unpriced: z
    .array(
      z.strictObject({
        endpoint: z.string(),
        model: z.string(),
        why: z.string().describe('And what to write where.'),
      }),
    )
    .readonly(),
  basis: z.strictObject({
    by: z
      .enum(['same', 'similar', 'assumed'])
      .describe('Earlier runs of this recipe, of recipes like it, or nothing but assumptions.'),
    runs: z
      .array(
        z.strictObject({
          name: z.string(),
          kinship: z.enum(['same', 'similar']),
          candidates: count,
          accepted: count,
        }),
      )
      .readonly(),
    assumptions: z.array(z.string()).readonly(),
  }),
  cheaper: z
    .array(
      z.strictObject({
        change: z.string(),
        write: z.string().describe('Into the recipe.'),
        usd: dollars,
        tokens: range,
        saves: z.number().describe('Share of the dollars; of the tokens, where prices are not known.'),
      }),
    )
    .readonly(),
});
