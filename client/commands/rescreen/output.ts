import { z } from 'zod';
import { count, counts } from '../../terminal/outputValues';

/** What `seedbed rescreen` prints with --json. */
export const rescreenOutput = z.strictObject({
  run: z.string(),
  runKey: z.string(),
  rescreening: count.describe('Its number, for `export --rescreening`.'),
  changes: z.array(z.strictObject({ field: z.string(), before: z.unknown(), after: z.unknown() })),
  looked: count,
  before: z.strictObject({ accepted: count, rejected: count }),
  after: z.strictObject({ accepted: count, rejected: count, waiting: count }),
  moves: z.array(
    z.strictObject({
      from: z.enum(['accepted', 'rejected']),
      to: z.enum(['accepted', 'rejected', 'waiting']),
      by: z.string().describe('Who rejects it now or did before; what it waits for.'),
      count,
    }),
  ),
  needs: counts.describe('How many wait for what: a response, a conversation, a judgement, a score.'),
  next: z.string(),
});
