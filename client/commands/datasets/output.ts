import { z } from 'zod';
import { count, time } from '../../terminal/outputValues';

/** What `seedbed datasets` prints with --json. */
export const datasetsOutput = z.strictObject({
  datasets: z.array(
    z.strictObject({
      name: z.string().describe('That of its run.'),
      version: count.describe('From 1.'),
      runKey: z.string(),
      pairs: count,
      rows: count.describe('Of all files of data together: each format has its own.'),
      formats: z.array(z.string()),
      isFolder: z.boolean(),
      splits: z.array(z.string()).describe('Names; empty where it was not divided.'),
      rescreening: count.nullable(),
      sha256: z.string().describe('Of the sums of the files that hold data.'),
      files: z.array(
        z.strictObject({ path: z.string(), bytes: count, sha256: z.string(), rows: count.nullable() }),
      ),
      recipeHash: z.string(),
      setupHash: z.string().describe('Of all that the run was prepared with: recipe, prompts, models.'),
      seedbed: z.string().describe('The version of Seedbed that wrote it.'),
      madeAt: time,
    }),
  ),
});
