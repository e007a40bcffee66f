import type { ScoreThreshold, ScoreThresholds } from '../../recipe/scoreThreshold';
import { filters } from './registry';
import type { Filter } from './filter';

/** Every score that is compared with a number of the recipe: of filters, and of the stages that leave scores as filters do. */
export const scoreThresholds: ScoreThresholds = {
  ...Object.fromEntries(
    (filters as readonly Filter[]).flatMap(({ name, threshold }): [string, ScoreThreshold][] =>
      threshold ? [[name, threshold]] : [],
    ),
  ),
  judge: { side: 'min', field: 'judge.min' },
  novelty: { side: 'max', field: 'novelty.threshold' },
};
