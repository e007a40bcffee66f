import { z } from 'zod';
import { endedOutput, statusOutput } from '../../runs/statusOutput';

/** What `seedbed run` prints with --json. */
export const runOutput = z.union([
  endedOutput,
  z.strictObject({
    run: z.string(),
    runKey: z.string(),
    detached: z.literal(true),
    status: statusOutput.nullable(),
  }),
]);
