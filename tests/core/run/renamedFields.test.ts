import { parseRecipe } from '../../../core/run/parseRecipe';

const smallest = { name: 'kitchen', seeds: { file: 'kitchen.jsonl' } };

function messagesOf(value: unknown): string[] {
  const parsed = parseRecipe(value);
  return parsed.ok ? [] : parsed.problems.map(({ message }) => message);
}

describe('a recipe of an earlier version is told what a field is called now', () => {
  test.each([
    [{ judge: { least: 0.6 } }, '"judge.least" is called "judge.min" now: rename it.'],
    [{ iteration: { most: 5 } }, '"iteration.most" is called "iteration.max" now: rename it.'],
    [{ iteration: { barren: 5 } }, '"iteration.barren" is called "iteration.patience" now: rename it.'],
    [{ review: { claim: '5 minutes' } }, '"review.claim" is called "review.hold" now: rename it.'],
    [
      { review: { feedback: { mostLost: 0.2 } } },
      '"review.feedback.mostLost" is called "review.feedback.maxLost" now: rename it.',
    ],
    [
      { filters: { instructionWords: { least: 3 } } },
      '"filters.instructionWords.least" is called "filters.instructionWords.min" now: rename it.',
    ],
  ])('%j', (section, message) => {
    expect(messagesOf({ ...smallest, ...section })).toEqual([message]);
  });

  test('all of them at once', () => {
    expect(messagesOf({ ...smallest, filters: { responseWords: { least: 3, most: 9 } } })).toHaveLength(2);
  });
});

test('an old name means nothing where no field was called so', () => {
  expect(messagesOf({ ...smallest, novelty: { least: 0.5 } })).toEqual([
    expect.stringMatching(/^"novelty\.least" is not a field of the recipe: /),
  ]);
});
