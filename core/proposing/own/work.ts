import { z } from 'zod';
import { storableText } from './storableText';
import type { OwnPair, OwnWork } from './ownStrategy';
import type { PlannedWork } from '../../vocabulary/plannedWork';

/** A work as a plan keeps it. */
export interface OwnPlannedWork extends PlannedWork {
  readonly strategy: 'own';
  /** Its number, counted over the whole run. */
  readonly number: number;
  readonly work: OwnWork;
}

const text = storableText.refine((value) => value.trim() !== '', 'is empty');

const origin = z.union([
  z.strictObject({ seed: z.int().min(0) }),
  z.strictObject({ source: z.int().min(0) }),
  z.strictObject({ pair: z.tuple([z.int().min(0), z.int().min(0)]) }),
]);

/** A pair, as a user's module brings it. */
export const ownPair: z.ZodType<OwnPair> = z.strictObject({
  instruction: text,
  input: storableText.optional(),
  response: text.optional(),
  family: text.max(200).optional(),
});

/** A work, as a user's module plans it. */
export const ownWork: z.ZodType<OwnWork> = z
  .strictObject({
    messages: z
      .array(z.strictObject({ role: z.enum(['system', 'user', 'assistant']), content: text }))
      .min(1)
      .optional(),
    temperature: z.number().min(0).max(2).optional(),
    maxTokens: z.int().min(1).max(1_000_000).optional(),
    schema: z.strictObject({ name: text, schema: z.record(z.string(), z.json()) }).optional(),
    pairs: z.array(ownPair).min(1).optional(),
    given: z.json().optional(),
    examples: z.array(origin).optional(),
  })
  .refine(({ messages, pairs }) => (messages === undefined) !== (pairs === undefined), {
    message: 'needs "messages" or "pairs", and not both',
  });
