import { z } from 'zod';

export const ownSection = z
  .strictObject({
    module: z
      .string()
      .min(1)
      .describe(
        'File of the workspace: a JavaScript module whose default export is a strategy, as defineStrategy of docs/library.md types it. It loads only in workers started with SEEDBED_ALLOW_MODULES=1.',
      ),
    settings: z
      .record(z.string(), z.unknown())
      .default({})
      .describe('Whatever its plan is handed as "settings".'),
    pool: z
      .enum(['none', 'instructions', 'all'])
      .default('none')
      .describe("How much of the run's accepted pairs its plan reads: all their texts take memory."),
  })
  .optional()
  .describe('A strategy of your own, in a module.');

export type OwnSection = NonNullable<z.output<typeof ownSection>>;
