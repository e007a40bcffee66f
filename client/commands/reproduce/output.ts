import { z } from 'zod';
import { count } from '../../terminal/outputValues';

/** What `seedbed reproduce` prints with --json. */
export const reproduceOutput = z.strictObject({
  version: z.string(),
  runKey: z.string(),
  same: z.boolean().describe('Whether every file that was made again has the bytes that it had.'),
  pairs: count,
  iterations: count,
  answers: count.describe('Read from the ledger.'),
  missing: count.describe(
    'Answers that were asked for and are not in the ledger; a run that was stopped has some.',
  ),
  teacherCalls: z.literal(0),
  plans: z.strictObject({
    drawn: count.describe('Plans that were drawn again; those of older runs are taken as they are.'),
    other: count.describe('Of those, plans that came out otherwise.'),
  }),
  out: z.string().nullable(),
  files: z.array(
    z.strictObject({
      path: z.string(),
      sha256: z.string().describe('As it was exported.'),
      again: z.string().nullable().describe('As it came out now; null where it did not.'),
      is: z
        .enum(['same', 'other', 'missing', 'kept'])
        .describe('kept: a card, which is taken from what was kept of the export, and proves nothing.'),
    }),
  ),
});
