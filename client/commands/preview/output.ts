import { z } from 'zod';
import { callOutput, candidateOutput, perAccepted, spentOutput } from '../../runs/candidateOutput';
import { count, exitCode } from '../../terminal/outputValues';

/** What `seedbed preview` prints with --json. */
export const previewOutput = z.strictObject({
  recipe: z.string(),
  runKey: z.string(),
  candidates: z.array(candidateOutput.extend({ asked: z.array(callOutput) })),
  accepted: count.describe('Candidates that a run would have accepted.'),
  spent: spentOutput,
  ...perAccepted,
  next: z.string().describe('The next command to type.'),
  exitCode,
});
