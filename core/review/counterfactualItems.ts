import { seededRandom } from '../foundations/seededRandom';
import type { Recipe } from '../recipe/schema';
import type { NewReviewItem } from './drawBatches';
import type { CounterfactualCase, MeasuredAnswers } from './reviewCase';
import { dealToReviewers } from './sampling';

/** A pair of a run beside what its task brings when it is said of another group. */
export interface ComparedPair extends Omit<CounterfactualCase, 'about'> {
  readonly iteration: number;
  readonly ordinal: number;
  readonly instruction: string;
  readonly input: string;
  readonly response: string;
  readonly measures: readonly MeasuredAnswers[];
}

/** What such an item was drawn by, in place of a sampler. */
export const drawnByCounterfactual = 'counterfactual';

/** The items of a batch that shows people these pairs. They are chosen, not sampled: no rate goes by them. */
export function counterfactualItems(
  pairs: readonly ComparedPair[],
  reviewers: NonNullable<Recipe['review']>['reviewers'],
  seed: number,
): readonly NewReviewItem[] {
  const dealt = dealToReviewers(pairs.length, reviewers, seededRandom(seed, 'counterfactual review'));
  return pairs.map(({ iteration, ordinal, instruction, input, response }, index) => ({
    ...{ item: index + 1, kind: 'sample', iteration, ordinal, instruction, input, response },
    ...{ drawnBy: drawnByCounterfactual, probability: 1, expected: null },
    ...(dealt[index] ?? { needed: 1, assigned: [] }),
  }));
}
