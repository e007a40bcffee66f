import { z } from 'zod';

/** What `seedbed worker` prints with --json. */
export const workerOutput = z.strictObject({ exitCode: z.int().nullable() });
