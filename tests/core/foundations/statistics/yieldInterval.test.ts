import { differenceInterval, wilsonInterval } from '../../../../core/foundations/statistics/yieldInterval';

test.each([
  [81, 263, 0.2553, 0.3662],
  [15, 148, 0.0624, 0.1605],
  [0, 20, 0, 0.1611],
  [1, 29, 0.0061, 0.1718],
])(
  'the interval of %i in %i is that of Newcombe 1998a, table I, method 3',
  (successes, trials, low, high) => {
    const interval = wilsonInterval(successes, trials);
    expect(interval[0]).toBeCloseTo(low, 4);
    expect(interval[1]).toBeCloseTo(high, 4);
  },
);

test('without trials anything is possible', () => expect(wilsonInterval(0, 0)).toEqual([0, 1]));

test.each([
  [56, 70, 48, 80, 0.0524, 0.3339],
  [9, 10, 3, 10, 0.1705, 0.809],
  [10, 10, 0, 10, 0.6075, 1],
])(
  'the interval of %i/%i less %i/%i is that of Newcombe 1998b, table II, method 10',
  (a, m, b, n, low, high) => {
    const interval = differenceInterval({ successes: a, trials: m }, { successes: b, trials: n });
    expect(interval[0]).toBeCloseTo(low, 4);
    expect(interval[1]).toBeCloseTo(high, 4);
  },
);
