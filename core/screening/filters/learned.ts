import { LogisticScorer, type StoredScorer } from '../../foundations/statistics/logisticScorer';
import { featuresOf, resultsByFilter } from '../calibration/pairFeatures';
import type { Filter } from './filter';

/**
 * Rejects pairs that a scorer learned from labels holds to be bad, by everything that the filters before it said and by the text. Its
 * score is the chance that the pair is good. A score that is not there, since its filter is off or abstained, counts as the average of
 * the pairs that the scorer was learned from, as it did in learning.
 */
export function learnedFilter(scorer: StoredScorer): Filter {
  const learned = new LogisticScorer(scorer);
  return {
    name: 'learned',
    version: 1,
    stage: 'pair',
    needs: 'scores',
    isOn: ({ filters }) => filters.learned !== undefined,
    evaluate(subjects, { recipe }, earlier = []) {
      const least = recipe.filters.learned?.least ?? 0;
      return Promise.resolve(
        subjects.map((subject, index) => {
          const results = resultsByFilter(earlier[index] ?? []);
          const score = 1 - learned.score(featuresOf(subject, results));
          if (score >= least) return { passed: true, score };
          return {
            passed: false,
            score,
            reason: `the learned scorer gives it ${score.toFixed(2)}, at least ${least} is asked for`,
          };
        }),
      );
    },
  };
}
