import { z } from 'zod';
import { statusOutput } from '../../runs/statusOutput';

/** What `seedbed list` prints with --json. */
export const listOutput = z.strictObject({ runs: z.array(statusOutput) });
