import { decimalOf, dollarsOf, picodollarsOf } from '../../../../core/foundations/picodollars';
import {
  costOf,
  mostCostOf,
  type Price,
  type Rates,
  type Usage,
} from '../../../../core/teacher/pricing/price';
import { ratesOfWritten } from '../../../../core/teacher/pricing/priceSchema';

const at = (rates: Rates): Price => ({ source: { kind: 'configuration' }, rates });
const mini = at({ prompt: 0.15, cached: 0.075, completion: 0.6, batch: 0.5 });

function cost(usage: Usage, price: Price | undefined): number | undefined {
  const amount = costOf(usage, price);
  return amount === undefined ? undefined : dollarsOf(amount);
}

test('a call costs its tokens by their prices', () => {
  expect(cost({ promptTokens: 1_000_000, completionTokens: 500_000 }, mini)).toBe(0.45);
  expect(cost({ promptTokens: 10, completionTokens: 0 }, at({ prompt: 0 }))).toBe(0);
});

test('a cost is exact to the picodollar, and sums have no error of floating point', () => {
  const one = costOf({ promptTokens: 1, completionTokens: 1 }, at({ prompt: 0.1, completion: 0.2 }));
  expect(one).toBe(300_000n);
  expect(decimalOf(1_000_000n * (one ?? 0n))).toBe('0.300000000000');
  expect(decimalOf(picodollarsOf('1234567.000000000001'))).toBe('1234567.000000000001');
  expect(picodollarsOf(7.5e-8)).toBe(75_000n);
});

test('a cost is not made up where a price or the tokens are not known', () => {
  const some = { promptTokens: 10, completionTokens: 10 };
  expect(costOf(some, undefined)).toBeUndefined();
  expect(costOf(some, at({ prompt: 1 }))).toBeUndefined();
  expect(costOf({ promptTokens: 0, completionTokens: 0 }, mini)).toBeUndefined();
  expect(costOf({ ...some, isBatch: true }, at({ prompt: 1, completion: 1 }))).toBeUndefined();
});

test('what costs nothing costs nothing, also where nobody counted its tokens', () => {
  expect(costOf({ promptTokens: 0, completionTokens: 0 }, at({ prompt: 0, completion: 0 }))).toBe(0n);
});

test('cached, written and thinking tokens are charged at their own rates, and once', () => {
  const rates = {
    prompt: 10,
    cached: 1,
    cacheWrite: 12.5,
    cacheWriteHour: 20,
    completion: 50,
    reasoning: 30,
  };
  const usage = {
    promptTokens: 1_000_000,
    cachedTokens: 300_000,
    cacheWriteTokens: 200_000,
    cacheWriteHourTokens: 50_000,
    completionTokens: 100_000,
    reasoningTokens: 40_000,
  };
  // 500,000 at 10, 300,000 at 1, 150,000 at 12.5, 50,000 at 20, 60,000 at 50, 40,000 at 30.
  expect(cost(usage, at(rates))).toBe(5 + 0.3 + 1.875 + 1 + 3 + 1.2);
});

test('a kind of token without a rate of its own is charged as what it is part of', () => {
  const usage = {
    promptTokens: 100,
    cachedTokens: 60,
    cacheWriteTokens: 20,
    completionTokens: 50,
    reasoningTokens: 30,
  };
  const plain = at({ prompt: 2, completion: 8 });
  expect(costOf(usage, plain)).toBe(costOf({ promptTokens: 100, completionTokens: 50 }, plain));
});

test('more cached tokens than the prompt has, as some endpoints count them, are not paid back', () => {
  // https://community.openai.com/t/how-to-use-cached-tokens-field-to-calculate-cost-estimation/1330187
  expect(costOf({ promptTokens: 5136, cachedTokens: 10192, completionTokens: 0 }, mini)).toBe(
    costOf({ promptTokens: 5136, cachedTokens: 5136, completionTokens: 0 }, mini),
  );
});

test('beyond the length of a tier all tokens cost its rate, not those beyond alone', () => {
  const tiered = at(
    ratesOfWritten({
      prompt: 1.25,
      completion: 10,
      above: [{ promptTokens: 200_000, prompt: 2.5, completion: 15 }],
    }),
  );
  expect(cost({ promptTokens: 200_000, completionTokens: 1_000 }, tiered)).toBe(0.25 + 0.01);
  expect(cost({ promptTokens: 200_001, completionTokens: 1_000 }, tiered)).toBe(0.5000025 + 0.015);
});

test('a price a request comes over its tokens', () => {
  expect(cost({ promptTokens: 1_000, completionTokens: 0 }, at({ prompt: 1, request: 0.005 }))).toBe(0.006);
});

describe('the most that a call can cost', () => {
  const rates = { prompt: 4, cached: 0.4, cacheWrite: 5, completion: 20, reasoning: 24 };
  const price = at({ ...rates, request: 0.001, batch: 0.5 });

  test('is never less than what it costs, whatever came from a cache, went into it or was thought', () => {
    const bound = mostCostOf(1_000, 500, price) ?? 0n;
    for (const cachedTokens of [0, 400, 1_000])
      for (const cacheWriteTokens of [0, 600])
        for (const reasoningTokens of [0, 500])
          for (const isBatch of [false, true]) {
            const usage = {
              promptTokens: 1_000,
              completionTokens: 500,
              cachedTokens,
              cacheWriteTokens,
              reasoningTokens,
              isBatch,
            };
            expect(costOf(usage, price)).toBeLessThanOrEqual(bound);
          }
    expect(bound).toBe(picodollarsOf(0.005 + 0.012 + 0.001));
  });

  test('takes the dearest tier that the prompt reaches', () => {
    const tiered = at({ prompt: { base: 1, above: [{ promptTokens: 100, rate: 3 }] }, completion: 1 });
    expect(mostCostOf(100, 0, tiered)).toBe(100_000_000n);
    expect(mostCostOf(101, 0, tiered)).toBe(303_000_000n);
  });

  test('is half in batch mode, where that is known, and the whole where it is not', () => {
    expect(mostCostOf(100, 100, mini, true)).toBe((mostCostOf(100, 100, mini) ?? 0n) / 2n);
    const unsaid = at({ prompt: 1, completion: 1 });
    expect(mostCostOf(100, 100, unsaid, true)).toBe(mostCostOf(100, 100, unsaid));
  });

  test('is not known without a price', () => {
    expect(mostCostOf(100, 100, undefined)).toBeUndefined();
    expect(mostCostOf(100, 100, at({ prompt: 1 }))).toBeUndefined();
    expect(mostCostOf(100, 0, at({ prompt: 1 }))).toBe(100_000_000n);
  });
});
