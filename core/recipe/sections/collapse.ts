import { z } from 'zod';
import { share } from './fields';

/** Collapse: the loop repeats itself, and pays for it. */
export const collapseSection = z
  .strictObject({
    watch: z
      .enum(['off', 'report', 'act'])
      .default('act')
      .describe(
        'off: nothing is measured. report: it is measured and said. act: on decay the run also changes temperature, personas and examples, and ends if that does not help.',
      ),
    window: z.int().min(1).max(100).default(5).describe('Iterations that are looked at together.'),
    novel: share
      .default(0.1)
      .describe('Least share of proposals that are new, over the window, before it counts as decay.'),
    similarity: share
      .default(0.9)
      .describe('Most mean cosine with the nearest neighbour, over the window, before it counts as decay.'),
    openings: share
      .default(0.5)
      .describe(
        'Most share of responses that begin with the same three words, before it is a sign of decay.',
      ),
    decline: share
      .default(0.3)
      .describe(
        "Loss of distinct-n and of verb-object entropy, as a share of what they were in the run's first window, before it is a sign of decay. Two signs make it decay.",
      ),
    patience: z
      .int()
      .min(1)
      .max(100)
      .default(5)
      .describe('Iterations that each measure is given to help before the next one, and at last the end.'),
  })
  .prefault({})
  .describe('When the loop repeats itself.');
