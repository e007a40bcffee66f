import { z } from 'zod';
import { LogisticScorer, type StoredScorer } from '../../foundations/statistics/logisticScorer';
import { featuresOf, resultsByFilter } from '../calibration/pairFeatures';
import { share } from '../../recipe/sections/fields';
import { filterOf } from './filter';

const fields = {
  learned: z
    .strictObject({
      file: z
        .string()
        .min(1)
        .describe(
          'Calibration with a learned scorer, as "seedbed calibrate" writes it, relative to the recipe.',
        ),
      min: share
        .default(0.5)
        .describe(
          'Chance of being good below which a pair is rejected. "seedbed calibrate" says which one reaches a goal.',
        ),
    })
    .optional()
    .describe(
      'Rejects pairs that a scorer learned from your labels holds to be bad, before the judge is asked. Left out: none is scored.',
    ),
};

const scorers = new WeakMap<StoredScorer, LogisticScorer>();

/**
 * Rejects pairs that a scorer learned from labels holds to be bad, by everything that the filters before it said and by the text. Its
 * score is the chance that the pair is good. A score that is not there, since its filter is off or abstained, counts as the average of
 * the pairs that the scorer was learned from, as it did in learning.
 */
export const learned = filterOf({
  name: 'learned',
  version: 1,
  stage: 'pair',
  needs: 'scores',
  fields,
  threshold: { side: 'min', field: 'filters.learned.min' },
  isOn: ({ learned }) => learned !== undefined,
  evaluate(subjects, { settings, materials }, earlier) {
    const min = settings.learned?.min ?? 0;
    const scorer = scorerOf(materials.scorer);
    return Promise.resolve(
      subjects.map((subject, index) => {
        const results = resultsByFilter(earlier[index] ?? []);
        const score = 1 - scorer.score(featuresOf(subject, results));
        if (score >= min) return { passed: true, score };
        return {
          passed: false,
          score,
          reason: `the learned scorer gives it ${score.toFixed(2)}, at least ${min} is asked for`,
        };
      }),
    );
  },
});

function scorerOf(stored: StoredScorer | undefined): LogisticScorer {
  if (!stored) throw new Error('no scorer was learned');
  let scorer = scorers.get(stored);
  if (!scorer) scorers.set(stored, (scorer = new LogisticScorer(stored)));
  return scorer;
}
