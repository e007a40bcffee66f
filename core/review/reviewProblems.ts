import type { Problem } from '../recipe/problems';
import type { Recipe } from '../recipe/schema';
import { twiceOf } from './sampling';

/** What a recipe's review needs and the recipe doesn't have. */
export function reviewProblems({ review, coverage, judge, filters }: Recipe): readonly Problem[] {
  if (!review) return [];
  const problems: Problem[] = [];
  const tell = (field: string, message: string) =>
    problems.push({ field, message: `"${field}" ${message}.` });
  const { names, adjudicator } = review.reviewers;
  const asks = (sampler: keyof typeof review.by): boolean => (review.by[sampler] ?? 0) > 0;

  if (!Object.values(review.by).some((weight) => weight > 0))
    tell('review.by', 'needs at least one way to draw pairs with a weight above 0, such as { random: 1 }');
  if (asks('cell') && !coverage)
    tell(
      'review.by.cell',
      'draws from each cell of the grid, and the recipe has none: add coverage, or leave it out',
    );
  if (asks('disagreement') && (judge?.judges?.length ?? 0) < 2)
    tell(
      'review.by.disagreement',
      'needs several judges that can differ: list two or more in judge.judges, or leave it out',
    );
  if (asks('lowConfidence') && !judge && filters['learned'] === undefined)
    tell(
      'review.by.lowConfidence',
      'needs a judge or a learned scorer: add judge or filters.learned, or leave it out',
    );
  if (new Set(names).size < names.length) tell('review.reviewers.names', 'must name each reviewer once');
  if (adjudicator !== undefined && names.length > 0 && !names.includes(adjudicator))
    tell(
      'review.reviewers.adjudicator',
      `is "${adjudicator}", who is not among review.reviewers.names: add them there`,
    );
  if (adjudicator !== undefined && twiceOf(review.reviewers) === 0)
    tell(
      'review.reviewers.adjudicator',
      'has nothing to settle where review.reviewers.twice is 0: raise that, or leave it out',
    );
  return problems;
}
