import { z } from 'zod';
import { count } from '../../terminal/outputValues';

/** What `seedbed accept` prints with --json. */
export const acceptOutput = z.strictObject({
  run: z.string(),
  runKey: z.string(),
  calibration: count,
  reviewer: z.string(),
  inForce: z.boolean().describe('Whether it was already; else the run was told.'),
});
