import { z } from 'zod';
import { readOwn, type Own } from '../vocabulary/readOwn';
import type { BatchInput } from './batch';
import type { CarriedBatch } from './batchState';
import { verdictKinds } from '../vocabulary/verdict';

const count = z.int().min(0);
const time = z.number();
const itemNumber = z.int().min(1);

const batchInput: z.ZodType<BatchInput> = z.object({
  runKey: z.string().min(1),
  run: z.string().min(1),
  batch: count,
  reopened: z.boolean().default(false),
});

const carriedBatch = z.object({
  batch: count,
  policy: z.object({
    holdMs: time,
    remindMs: time,
    webhook: z.string().nullable(),
    timeoutMs: time,
    atTimeout: z.enum(['extend', 'approve', 'reject', 'drop', 'leaveOut']),
    unsure: z.enum(['approve', 'reject']),
    adjudicator: z.string().nullable(),
  }),
  items: z.array(
    z.object({
      ...{ item: itemNumber, needed: count, assigned: z.array(z.string()), exchanges: count.optional() },
    }),
  ),
  excerpt: z.string(),
  reopened: z.boolean(),
  verdicts: z.array(
    z.object({
      item: itemNumber,
      reviewer: z.string(),
      revision: z.int().min(1),
      verdict: z.enum([...verdictKinds, 'withdrawn']),
      reason: z.string().optional(),
      flagged: z.boolean().optional(),
      at: time,
      settles: z.boolean().optional(),
      says: z.string(),
      seen: z.array(z.string()).optional(),
    }),
  ),
  holds: z.array(z.object({ item: itemNumber, reviewer: z.string(), until: time })),
  malformed: z.object({ count, newest: z.array(z.string()) }),
  late: count,
  openedAt: time,
  dueAt: time,
  remindAt: time,
  changedAt: time,
  reminders: count,
  reminderProblem: z.string(),
  changes: count,
  applied: z.int().min(-1),
  finishing: z.boolean(),
}) as z.ZodType<unknown> as z.ZodType<CarriedBatch>; // what is left out of JSON is never there as undefined

/** The argument of `reviewBatch`. Never throws. */
export function readBatchInput(value: unknown): Own<BatchInput> {
  return readOwn(batchInput, value, 'The argument of reviewBatch');
}

/** What a batch handed itself when it continued as new: `reviewBatch`'s second argument. Never throws. */
export function readCarriedBatch(value: unknown): Own<CarriedBatch> {
  return readOwn(carriedBatch, value, 'What reviewBatch carried along when it continued as new');
}
