import { z } from 'zod';
import { share } from './fields';

/** What the section says of all filters. */
const general = {
  scoreRejects: share
    .default(0)
    .describe(
      'Share of the rejected candidates, drawn at random, that dearer filters of the same stage score nevertheless, to learn what a filter throws away.',
    ),
  modules: z
    .array(z.string().min(1))
    .default([])
    .describe(
      'JavaScript files in the workspace, each exporting filters of your own. Loaded only by workers started with SEEDBED_ALLOW_MODULES=1.',
    ),
};

/** The section `filters` as whoever knows no filter sees it; each filter knows the types of its own fields. */
export interface FilterSettings extends z.output<z.ZodObject<typeof general>> {
  readonly [field: string]: unknown;
}

/** The section `filters`: the fields that each filter brings, then those that are about all of them. */
export function filtersSection<Fields extends z.ZodRawShape>(fields: Fields) {
  const section: z.ZodObject<Fields & typeof general, z.core.$strict> = z.strictObject({
    ...fields,
    ...general,
  });
  return section.prefault({} as never).describe('What is thrown out, and when.');
}
