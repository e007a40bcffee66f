import { z } from 'zod';
import { count } from '../../terminal/outputValues';

/** What `seedbed export` prints with --json. */
export const exportOutput = z.strictObject({
  run: z.string(),
  runKey: z.string(),
  format: z.enum(['jsonl', 'alpaca']),
  pairs: count,
  out: z.string(),
});
