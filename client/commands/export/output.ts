import { z } from 'zod';
import { formatNames } from '../../../core/dataset/formats/chooseFormat';
import { count } from '../../terminal/outputValues';

/** What `seedbed export` prints with --json. */
export const exportOutput = z.strictObject({
  run: z.string(),
  runKey: z.string(),
  formats: z.array(z.enum(formatNames())),
  pairs: count,
  /** The file or folder. */
  out: z.string(),
  version: z.string().describe('The version of the dataset that it is, as in garden@3.'),
  isNewVersion: z.boolean().describe('False where the same bytes were exported before.'),
  files: z.array(
    z.strictObject({
      path: z.string(),
      /** Null of what is no data. */
      rows: count.nullable(),
      bytes: count,
      sha256: z.string(),
    }),
  ),
});
