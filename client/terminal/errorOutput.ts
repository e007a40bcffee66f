import { z } from 'zod';
import { exitCode } from './outputValues';

/** What every command prints with --json where it fails. */
export const errorOutput = z.strictObject({
  error: z.strictObject({ message: z.string(), mend: z.string().nullable(), exitCode }),
});
