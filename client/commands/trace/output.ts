import { z } from 'zod';
import { verdictKinds } from '../../../core/vocabulary/verdict';
import { callOutput, candidateOutput } from '../../runs/candidateOutput';
import { count, time } from '../../terminal/outputValues';

const origin = z
  .union([
    z.strictObject({ seed: count }),
    z.strictObject({ source: count }),
    z.strictObject({ pair: z.tuple([count, count]) }),
  ])
  .describe('A seed or an item of the existing set by its place, from 0; a pair by iteration and ordinal.');

const ancestor = z.strictObject({
  iteration: count,
  ordinal: count,
  strategy: z.string(),
  instruction: z.string(),
  by: z.string().describe('Operators or template, in words.'),
  origins: z.array(origin),
});

const task = z.strictObject({ number: count, instruction: z.string() });

const shownOrigin = z.union([
  task.extend({ kind: z.enum(['seed', 'source']) }),
  ancestor.extend({ kind: z.literal('pair') }),
]);

/** What `seedbed trace` prints with --json. */
export const traceOutput = z.strictObject({
  id: z.string().describe("The pair's name in every export."),
  runKey: z.string(),
  candidate: candidateOutput,
  calls: z.array(callOutput),
  reviews: z
    .array(
      z.strictObject({
        batch: count,
        item: count,
        reviewer: z.string(),
        revision: count.describe('1 for the first; a later one supersedes it.'),
        verdict: z.enum([...verdictKinds, 'withdrawn']),
        reason: z.string().optional(),
        edit: z
          .strictObject({
            ...{ instruction: z.string(), input: z.string(), response: z.string() },
            turns: z.array(
              z.strictObject({
                exchange: count.describe('Of the conversation; the first is the pair itself.'),
                message: z.string().optional(),
                response: z.string().optional(),
              }),
            ),
          })
          .partial()
          .optional(),
        flagged: z.boolean().optional(),
        at: time,
        seconds: z.number().optional().describe('How long the reviewer looked at it.'),
        assisted: z.boolean().optional().describe("Whether the machine's scores were shown before."),
        settles: z.boolean().optional().describe('Given by the adjudicator.'),
      }),
    )
    .describe('All that people said of it, the earliest first.'),
  template: z.string().nullable(),
  passages: z
    .array(
      z.strictObject({
        id: z.string(),
        document: z.string(),
        name: z.string(),
        headings: z.array(z.string()),
        text: z.string(),
        position: count,
        page: count.optional(),
        language: z.string(),
      }),
    )
    .describe('The passages that it was written from.'),
  parent: shownOrigin.nullable(),
  examples: z.array(shownOrigin),
  ancestors: z
    .array(ancestor)
    .min(1)
    .describe('The candidate itself, then every pair that it goes back to, the nearest first.'),
  seeds: z.array(task).describe('All the seeds that it goes back to.'),
  sources: z.array(task).describe('All the items of the existing set that it goes back to.'),
});
