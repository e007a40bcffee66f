import { z } from 'zod';

export const promptsSection = z
  .record(
    z.string().min(1),
    z.union([
      z.string().min(1),
      z.record(z.string().min(1), z.number().gt(0)).refine((shares) => Object.keys(shares).length > 0, {
        message: 'must name at least one version',
      }),
    ]),
  )
  .default({})
  .describe(
    'Versions of prompts by name: one version, such as "2", or several with their shares, such as {"1": 0.5, "mine": 0.5}, to run against each other. Left out: the newest, the workspace\'s before ours.',
  );
