import { z } from 'zod';
import { formatNames } from '../../../core/dataset/formats/chooseFormat';
import { count } from '../../terminal/outputValues';

/** What `seedbed export` prints with --json. */
export const exportOutput = z.strictObject({
  run: z.string(),
  runKey: z.string(),
  format: z.enum(formatNames()),
  pairs: count,
  out: z.string(),
});
