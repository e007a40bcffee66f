import { z } from 'zod';
import { budgetLineOutput, runCostOutput } from '../../runs/statusOutput';
import { count, time } from '../../terminal/outputValues';

const usd = z.number().describe('US dollars.');

const amount = {
  calls: count.describe(
    'Purchases: answers, and what came and was none. One that several share counts with the first.',
  ),
  unpriced: count.describe('Those of them whose price nobody knows: `usd` leaves them out.'),
  promptTokens: count,
  completionTokens: count,
  reasoningTokens: count.describe("Of the answers' tokens, those that were thinking."),
  cachedTokens: count.describe("Of the prompts' tokens, those from the provider's cache."),
  usd: z
    .number()
    .nullable()
    .describe('US dollars: at least so many, where calls are unpriced. Null where nothing of it is known.'),
  savedByCacheUsd: usd.describe("What it would have cost more without the providers' caches."),
};

const line = z.strictObject({ name: z.string(), ...amount });
const lines = z.array(line);

const rate = z.union([
  z.number(),
  z.strictObject({
    base: z.number(),
    above: z.array(z.strictObject({ promptTokens: count, rate: z.number() })),
  }),
]);

const price = z.strictObject({
  source: z.union([
    z.strictObject({ kind: z.enum(['configuration', 'local']) }),
    z.strictObject({
      kind: z.literal('list'),
      list: z.string(),
      version: z.string(),
      date: z.string(),
      provider: z.string(),
      model: z.string(),
    }),
  ]),
  rates: z
    .strictObject({
      prompt: rate,
      cached: rate.optional(),
      cacheWrite: rate.optional(),
      cacheWriteHour: rate.optional(),
      completion: rate.optional(),
      reasoning: rate.optional(),
      request: z.number().optional(),
      batch: z.number().optional(),
      batchCached: z.number().optional(),
    })
    .describe('US dollars a million tokens; batch: the share that is charged of them.'),
});

/** What `seedbed cost` prints with --json: of a run, or of the workspace. */
export const costOutput = z.union([
  z.strictObject({
    run: z.string(),
    runKey: z.string(),
    cost: runCostOutput,
    budget: z.array(budgetLineOutput).describe('What may be spent and what is left of it.'),
    total: z.strictObject(amount),
    by: z
      .strictObject({
        role: lines,
        model: lines,
        purpose: lines.describe(
          'What the candidates became that it was for; unusable: what came and was no answer; noCandidate: vectors, lists, and calls that no candidate came of.',
        ),
        strategy: lines,
        prompt: lines,
        iteration: lines.describe('-1: before the first.'),
      })
      .describe('Each adds up to the total.'),
    accepted: count,
    target: count,
    usdPerAccepted: z.number().nullable().describe('All that was spent, by the accepted pairs.'),
    trend: z.array(
      z.strictObject({
        iteration: count,
        accepted: count,
        usd,
        usdPerAccepted: z.number().nullable(),
      }),
    ),
    saved: z.strictObject({ cacheUsd: usd, batchUsd: usd, reuseUsd: usd, reusedCalls: count }),
    unseen: z
      .strictObject({
        requests: count,
        unpriced: count,
        atMostUsd: usd,
      })
      .describe(
        'Requests that were sent and perhaps answered to nobody, and bought again: what may have been paid twice. Not in the total.',
      ),
    prices: z
      .array(line.extend({ endpoint: z.string(), price: price.nullable() }))
      .describe(
        'The prices that were in force, and what was bought at each; null: unknown, or not kept then.',
      ),
  }),
  z.strictObject({
    month: z.string().nullable(),
    total: z.strictObject(amount),
    runs: z.array(line.extend({ runKey: z.string(), startedAt: time, accepted: count })),
    months: lines.describe('In UTC.'),
  }),
]);
