import { z } from 'zod';
import { share } from './fields';

/** Fewest responses of an instruction where it depends on their agreement whether more are written. */
const fewest = 2;

export const respondSection = z
  .strictObject({
    samples: z
      .int()
      .min(1)
      .max(32)
      .default(1)
      .describe(
        'Most responses that are written to each instruction, or to each of its inputs. The best is kept: the best judged, where there is a judge. The others stay in the store.',
      ),
    least: z
      .int()
      .min(fewest)
      .max(32)
      .optional()
      .describe(
        'How many are written at first; more, up to samples, only while these disagree. Left out: 2 where filters.consistency compares them, else all.',
      ),
    margin: share
      .default(0.1)
      .describe(
        'How much better than the worst, from 0 to 1, the judge must find the kept response for the two to become a pair of the export preference.',
      ),
  })
  .refine(({ samples, least = 1 }) => least <= samples, {
    message: 'must not be more than "samples"',
    path: ['least'],
  })
  .describe('How many responses are written to each instruction, and which of them leave. Left out: one.');

/** How many responses a recipe asks for. */
export interface SampleCounts {
  readonly least: number;
  readonly most: number;
}

/** @param compares Whether a filter compares the responses to one instruction. */
export function sampleCounts(
  respond: z.output<typeof respondSection> | undefined,
  compares: boolean,
): SampleCounts {
  const { samples = 1, least } = respond ?? {};
  return { least: Math.min(samples, least ?? (compares ? fewest : samples)), most: samples };
}
