import { mean } from '../../foundations/statistics/mean';

/**
 * Krippendorff's alpha for interval data: 1 where the judges always agree, 0 where they agree as chance would have them, below 0 where they
 * agree less. Its disagreement is the squared difference (Krippendorff 2004, Content Analysis, ch. 11).
 *
 * @param units For each pair, the scores that its judges gave; pairs with a single score say nothing and are left out.
 * @returns null where it is not defined: no two scores of a pair, or all scores the same.
 */
export function krippendorffAlpha(units: readonly (readonly number[])[]): number | null {
  const paired = units.filter(({ length }) => length > 1);
  const count = paired.reduce((sum, { length }) => sum + length, 0);
  if (count < 2) return null;
  // The squared differences of all ordered pairs of values are twice the values' number times their squared deviations.
  const observed = paired.reduce((sum, unit) => {
    return sum + (2 * unit.length * squaredDeviations(unit)) / (unit.length - 1);
  }, 0);
  const expected = (2 * count * squaredDeviations(paired.flat())) / (count - 1);
  return expected === 0 ? null : 1 - observed / expected;
}

/**
 * Cohen's kappa with quadratic weights for two judges (Cohen 1968). With these weights it needs no categories, since it depends on the
 * squared differences alone: of observed pairs, and of each score of the one with each of the other.
 *
 * @param units For each pair, the score of the one judge and that of the other.
 * @returns null where it is not defined: no pairs, or all scores the same.
 */
export function weightedKappa(units: readonly (readonly [number, number])[]): number | null {
  const count = units.length;
  if (count === 0) return null;
  const left = units.map(([score]) => score);
  const right = units.map(([, score]) => score);
  const observed = units.reduce((sum, [one, other]) => sum + (one - other) ** 2, 0) / count;
  const expected =
    (squaredDeviations(left) + squaredDeviations(right)) / count + (mean(left) - mean(right)) ** 2;
  return expected === 0 ? null : 1 - observed / expected;
}

function squaredDeviations(values: readonly number[]): number {
  const centre = mean(values);
  return values.reduce((sum, value) => sum + (value - centre) ** 2, 0);
}
