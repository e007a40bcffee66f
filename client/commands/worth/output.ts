import { z } from 'zod';
import { count, interval, share } from '../../terminal/outputValues';

const figure = z.strictObject({
  value: z.number().describe('The mean over the seeds.'),
  interval: interval.nullable().describe('Over the seeds; null of a model that was not trained.'),
});

const difference = z.strictObject({
  measure: z.enum(['loss', 'kept']),
  value: z.number().describe('The set less the one that it is held against.'),
  interval: interval.describe('The wider one of those over seeds and over held-out items.'),
  finding: z.enum(['better', 'worse', 'noise']).describe('noise: the interval has 0 in it.'),
});

/** What `seedbed worth` prints with --json. */
export const worthOutput = z.strictObject({
  dataset: z.string(),
  against: z.string().nullable(),
  model: z.string(),
  tokens: count.describe('Of responses, that each training learned from.'),
  seeds: count,
  heldOutPairs: count,
  heldOutTokens: count.describe('Of their responses.'),
  nearTraining: count.describe('Held-out pairs that were near something to be trained on, and so not used.'),
  constraintTasks: count,
  sets: z.array(
    z.strictObject({
      name: z.string().describe('The dataset; or "untrained", the model as it was.'),
      pairs: count.nullable().describe('That it has; null of the model as it was.'),
      loss: figure.describe('Nats a token of the held-out responses: less is better.'),
      kept: figure.describe('Share of the constraint tasks to which the answer keeps.'),
      keptByKind: z.strictObject({ length: share, format: share, count: share, keyword: share }),
    }),
  ),
  comparisons: z.array(
    z.strictObject({
      set: z.string(),
      against: z.string(),
      differences: z.tuple([difference, difference]).describe('By loss, and by constraints.'),
    }),
  ),
});
