import { z } from 'zod';
import { batchNumber, verdictsOutput } from '../../review/verdictsOutput';
import { count, time } from '../../terminal/outputValues';

/** What `seedbed review` and its parts print with --json. */
export const reviewOutput = z.union([
  z
    .strictObject({
      batches: z.array(
        z.strictObject({
          run: z.string(),
          runKey: z.string(),
          batch: batchNumber,
          workflowId: z.string(),
          state: z.enum(['open', 'closed']),
          items: count,
          decided: count,
          forSecond: count.describe('Looked at by somebody, and waiting for one more.'),
          rejectedStillIn: count.describe('Rejected by people, and in the dataset until the batch is done.'),
          editedStillIn: count.describe('Edited by people, and in the dataset as they were until then.'),
          conflicts: count,
          openedAt: time,
          dueAt: time.nullable(),
        }),
      ),
      gathering: count.describe('Items of open runs, or of the one named, for the next batch of reviews.'),
      next: z.string().nullable().describe('The next command to type; null where nothing waits.'),
    })
    .describe('review and review list'),
  z.strictObject({ url: z.string().describe('With its token.') }).describe('review --web'),
  z
    .strictObject({
      run: z.string(),
      runKey: z.string(),
      batches: z.array(count),
      items: count,
      format: z.enum(['csv', 'jsonl']),
      out: z.string(),
      next: z.string(),
    })
    .describe('review export'),
  z
    .strictObject({
      run: z.string(),
      runKey: z.string(),
      reviewer: z.string(),
      file: z.string(),
      empty: count.describe('Rows without a verdict.'),
      batches: z.array(verdictsOutput.omit({ run: true, runKey: true, reviewer: true, verdict: true })),
    })
    .describe('review import'),
]);
