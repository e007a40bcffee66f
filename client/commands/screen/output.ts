import { z } from 'zod';
import { aside, count, counts } from '../../terminal/outputValues';

/** What `seedbed screen` prints with --json. */
export const screenOutput = z.strictObject({
  dataset: z.string(),
  recipe: z.string(),
  out: z.string(),
  accepted: z.string().nullable(),
  complete: z.boolean().describe('False where it was interrupted: the same command goes on.'),
  funnel: z.strictObject({
    rows: count,
    states: z.strictObject({ accepted: count, rejected: count, quarantined: count, unreadable: count }),
    rejectedBy: counts.describe('Rows, by the filter that rejected them.'),
    quarantinedBy: counts.describe('Rows, by the filter that could not decide.'),
  }),
  asides: z
    .array(aside)
    .nullable()
    .describe(
      'What the dataset holds that is in no pair, and what became of it; null where it was not read to its end now.',
    ),
});
