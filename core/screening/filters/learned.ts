import { z } from 'zod';
import type { StoredScorer } from '../../foundations/statistics/logisticScorer';
import { resultsByFilter } from '../calibration/pairFeatures';
import { PairScorer } from '../calibration/pairScorer';
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

const scorers = new WeakMap<StoredScorer, PairScorer>();

/**
 * Rejects pairs that a scorer learned from labels holds to be bad, by everything that the filters before it said and by the text: its
 * lengths and signs and, where that told more, what it says, by embeddings and words. Its score is the chance that the pair is good. A score that is not there, since its filter is off or abstained, counts as the average of
 * the pairs that the scorer was learned from, as it did in learning.
 */
export const learned = filterOf({
  name: 'learned',
  version: 1,
  stage: 'pair',
  later: 'nothing',
  needs: 'scores',
  fields,
  threshold: { side: 'min', field: 'filters.learned.min' },
  isOn: ({ learned }) => learned !== undefined,
  async evaluate(subjects, { settings, materials, embed }, earlier) {
    const min = settings.learned?.min ?? 0;
    const pairs = subjects.map((subject, index) => {
      const { instruction, input, response } = subject;
      return { instruction, input, response, results: resultsByFilter(earlier[index] ?? []) };
    });
    const scores = await scorerOf(materials.scorer).score(pairs, embed);
    return scores.map((score) => {
      if (score >= min) return { passed: true, score };
      return {
        passed: false,
        score,
        reason: `the learned scorer gives it ${score.toFixed(2)}, at least ${min} is asked for`,
      };
    });
  },
});

function scorerOf(stored: StoredScorer | undefined): PairScorer {
  if (!stored) throw new Error('no scorer was learned');
  let scorer = scorers.get(stored);
  if (!scorer) scorers.set(stored, (scorer = new PairScorer(stored)));
  return scorer;
}
