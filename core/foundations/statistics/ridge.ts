import { cholesky, solveWith } from './cholesky';
import { seededRandom } from '../seededRandom';

const folds = 5;
const penalties = [3, 30, 300, 3_000];

/**
 * What is left of each outcome after what its features tell of it (ridge regression, each fold told by the others; the penalty with the smallest error).
 * Features are standardised; those that never vary are left out. Where nothing is told, the outcomes less their mean.
 *
 * @param features One row for each outcome, all of one length.
 */
export function unexplained(
  outcomes: readonly number[],
  features: readonly (readonly number[] | Float32Array)[],
  seed = 42,
): number[] {
  const count = outcomes.length;
  const centre = outcomes.reduce((sum, value) => sum + value, 0) / Math.max(1, count);
  const plain = outcomes.map((value) => value - centre);
  const rows = standardised(features);
  const width = rows[0]?.length ?? 0;
  if (count < 4 * folds || width === 0) return plain;
  const foldOf = dealt(count, seed);
  let best = { residuals: plain, error: squares(plain) };
  const parts = Array.from({ length: folds }, (_, fold) =>
    normalEquations(rows, plain, (at) => foldOf[at] === fold),
  );
  for (const penalty of penalties) {
    const residuals = [...plain];
    for (let fold = 0; fold < folds; fold++) {
      const others = parts.filter((_, index) => index !== fold);
      const lower = cholesky(
        width,
        (row, column) =>
          others.reduce((sum, part) => sum + part.products[(row * (row + 1)) / 2 + column]!, 0) +
          (row === column ? penalty : 0),
      );
      const right = Float64Array.from({ length: width }, (_, at) =>
        others.reduce((sum, part) => sum + part.right[at]!, 0),
      );
      const weights = solveWith(lower, right);
      rows.forEach((row, at) => {
        if (foldOf[at] === fold) residuals[at] = plain[at]! - dot(weights, row);
      });
    }
    const error = squares(residuals);
    if (error < best.error) best = { residuals, error };
  }
  return best.residuals;
}

interface NormalEquations {
  /** The lower triangle of XᵀX, row after row. */
  readonly products: Float64Array;
  readonly right: Float64Array;
}

function normalEquations(
  rows: readonly Float64Array[],
  outcomes: readonly number[],
  within: (row: number) => boolean,
): NormalEquations {
  const width = rows[0]?.length ?? 0;
  const products = new Float64Array((width * (width + 1)) / 2);
  const right = new Float64Array(width);
  rows.forEach((row, at) => {
    if (!within(at)) return;
    let place = 0;
    for (let left = 0; left < width; left++) {
      const value = row[left]!;
      right[left]! += value * outcomes[at]!;
      for (let other = 0; other <= left; other++) products[place++]! += value * row[other]!;
    }
  });
  return { products, right };
}

function standardised(features: readonly (readonly number[] | Float32Array)[]): Float64Array[] {
  const width = features[0]?.length ?? 0;
  const kept: { column: number; mean: number; deviation: number }[] = [];
  for (let column = 0; column < width; column++) {
    let [sum, square] = [0, 0];
    for (const row of features) {
      const value = row[column] ?? 0;
      sum += value;
      square += value * value;
    }
    const mean = sum / features.length;
    const deviation = Math.sqrt(Math.max(0, square / features.length - mean * mean));
    if (deviation > 1e-9) kept.push({ column, mean, deviation });
  }
  return features.map((row) =>
    Float64Array.from(kept, ({ column, mean, deviation }) => ((row[column] ?? 0) - mean) / deviation),
  );
}

function dealt(count: number, seed: number): number[] {
  const order = seededRandom(seed, 'folds').shuffle(Array.from({ length: count }, (_, at) => at));
  const foldOf = new Array<number>(count).fill(0);
  order.forEach((at, place) => (foldOf[at] = place % folds));
  return foldOf;
}

function dot(weights: Float64Array, row: Float64Array): number {
  let sum = 0;
  for (let at = 0; at < row.length; at++) sum += weights[at]! * row[at]!;
  return sum;
}

function squares(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value * value, 0);
}
