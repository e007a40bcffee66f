import { meanInterval, studentQuantile } from '../../../../core/foundations/statistics/meanInterval';

test.each([
  [1, 12.706],
  [2, 4.303],
  [10, 2.228],
  [11, 2.201],
  [30, 2.042],
  [1_000, 1.962],
])("Student's quantile for %i degrees of freedom is that of the tables", (degrees, quantile) =>
  expect(studentQuantile(degrees)).toBeCloseTo(quantile, 3),
);

test('a mean of three has the interval of two degrees of freedom, and of one none', () => {
  const { mean, interval } = meanInterval([1, 2, 3]);
  expect(mean).toBe(2);
  expect(interval[0]).toBeCloseTo(2 - 4.3027 / Math.sqrt(3), 3);
  expect(interval[1]).toBeCloseTo(2 + 4.3027 / Math.sqrt(3), 3);
  expect(meanInterval([7]).interval).toEqual([-Infinity, Infinity]);
});
