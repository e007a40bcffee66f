import { mean, sum } from './mean';
import type { Interval } from './yieldInterval';

/** The normal distribution's 97.5 % quantile. */
const z = 1.959_963_984_540_054;
/** Student's, for 1 to 10 degrees of freedom. */
const few = [12.706_205, 4.302_653, 3.182_446, 2.776_445, 2.570_582, 2.446_912, 2.364_624, 2.306_004, 2.262_157, 2.228_139]; // prettier-ignore

/** The 97.5 % quantile of Student's t: from 11 degrees of freedom on by the expansion of Cornish and Fisher, within 0.001. */
export function studentQuantile(degrees: number): number {
  const known = few[degrees - 1];
  if (known !== undefined) return known;
  return (
    z +
    (z ** 3 + z) / (4 * degrees) +
    (5 * z ** 5 + 16 * z ** 3 + 3 * z) / (96 * degrees ** 2) +
    (3 * z ** 7 + 19 * z ** 5 + 17 * z ** 3 - 15 * z) / (384 * degrees ** 3)
  );
}

/** The mean of some independent values, and where the mean of all that could be drawn is in 95 of 100 cases. Of one value it can be anywhere. */
export function meanInterval(values: readonly number[]): {
  readonly mean: number;
  readonly interval: Interval;
} {
  const middle = mean(values);
  const degrees = values.length - 1;
  const half =
    degrees < 1
      ? Infinity
      : studentQuantile(degrees) *
        Math.sqrt(sum(values.map((value) => (value - middle) ** 2)) / degrees / values.length);
  return { mean: middle, interval: [middle - half, middle + half] };
}
