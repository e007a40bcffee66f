import { recipeSchema, type RecipeInput } from '../../../core/run/recipeSchema';
import { reviewProblems } from '../../../core/review/reviewProblems';

function fieldsOf(review: RecipeInput['review'], more: Partial<RecipeInput> = {}): readonly string[] {
  const seeds = { tasks: [{ instruction: 'Name a fruit.', response: 'An apple.' }] };
  return reviewProblems(recipeSchema.parse({ name: 'reviewed', seeds, review, ...more })).map(
    ({ field }) => field,
  );
}

test('a review that asks for what the recipe has is fine', () => {
  expect(fieldsOf(undefined)).toEqual([]);
  expect(fieldsOf({})).toEqual([]);
  const names = ['ana', 'ben'];
  expect(
    fieldsOf({ by: { lowConfidence: 1 }, reviewers: { names, adjudicator: 'ana' } }, { judge: {} }),
  ).toEqual([]);
});

test('a sampler that has nothing to go by is told', () => {
  expect(fieldsOf({ by: { cell: 1 } })).toEqual(['review.by.cell']);
  expect(fieldsOf({ by: { disagreement: 1 } }, { judge: {} })).toEqual(['review.by.disagreement']);
  expect(fieldsOf({ by: { lowConfidence: 1 } })).toEqual(['review.by.lowConfidence']);
  expect(fieldsOf({ by: { random: 0 } })).toEqual(['review.by']);
  expect(fieldsOf({ by: { cell: 0, random: 1 } })).toEqual([]);
});

test('reviewers that do not fit together are told', () => {
  expect(fieldsOf({ reviewers: { names: ['ana', 'ana'] } })).toEqual(['review.reviewers.names']);
  expect(fieldsOf({ reviewers: { names: ['ana', 'ben'], adjudicator: 'cleo' } })).toEqual([
    'review.reviewers.adjudicator',
  ]);
  expect(fieldsOf({ reviewers: { twice: 0, adjudicator: 'cleo' } })).toEqual([
    'review.reviewers.adjudicator',
  ]);
});
