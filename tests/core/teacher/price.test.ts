import { costOf } from '../../../core/teacher/price';

const prices = { usdPerMillionPromptTokens: 0.15, usdPerMillionCompletionTokens: 0.6 };

test('a call costs its tokens by their prices', () => {
  expect(costOf({ promptTokens: 1_000_000, completionTokens: 500_000 }, prices)).toBeCloseTo(0.45);
  expect(costOf({ promptTokens: 10, completionTokens: 0 }, { ...prices, usdPerMillionPromptTokens: 0 })).toBe(
    0,
  );
});

test('a cost is not made up where a price or the tokens are not known', () => {
  expect(costOf({ promptTokens: 10, completionTokens: 10 }, {})).toBeUndefined();
  expect(
    costOf({ promptTokens: 10, completionTokens: 10 }, { usdPerMillionPromptTokens: 1 }),
  ).toBeUndefined();
  expect(costOf({ promptTokens: 0, completionTokens: 0 }, prices)).toBeUndefined();
});
