import { z } from 'zod';
import { count } from '../../terminal/outputValues';

/** What `seedbed upload` prints with --json. */
export const uploadOutput = z.strictObject({
  run: z.string().nullable().describe("The run's name; null for a folder."),
  to: z.string(),
  url: z.string(),
  dryRun: z.boolean(),
  created: z.boolean().describe('Whether the dataset was made; of a dry run, whether it would be.'),
  public: z.boolean().nullable().describe('Null where the hub was not asked.'),
  commit: z.string().nullable().describe('Null where nothing had changed, and of a dry run.'),
  files: z.array(
    z.strictObject({
      path: z.string(),
      bytes: count,
      change: z.enum(['new', 'changed', 'same', 'removed']),
    }),
  ),
});
