/** One item: its features that are not 0, and their values. */
export interface SparseRow {
  readonly at: readonly number[];
  readonly values: readonly number[];
}

const maxSteps = 60;
const maxConjugateSteps = 60;
const tolerance = 1e-5;

/**
 * Logistic regression over many features of which each item has a few, with an L2 penalty on all weights but the intercept: Newton's
 * method whose steps are found by conjugate gradients, so that no matrix of features is ever held. The objective is that of `fitLogistic`.
 *
 * @param size Number of features. @param penalty Of half the squared weights, beside the summed log loss.
 * @returns The intercept's weight, then one for each feature.
 */
export function fitSparseLogistic(
  rows: readonly SparseRow[],
  positive: readonly boolean[],
  size: number,
  penalty: number,
): Float64Array {
  let weights = new Float64Array(size + 1);
  let loss = lossOf(rows, positive, weights, penalty);
  let first: number | undefined;
  for (let step = 0; step < maxSteps; step++) {
    const chances = rows.map((row) => 1 / (1 + Math.exp(-sparseLogOdds(weights, row))));
    const gradient = weights.map((weight, index) => (index === 0 ? 0 : penalty * weight));
    rows.forEach((row, item) => add(gradient, row, chances[item]! - (positive[item] ? 1 : 0)));
    const length = Math.sqrt(product(gradient, gradient));
    first ??= length;
    if (length <= tolerance * first) break;
    const direction = newtonStep(rows, chances, gradient, penalty);
    const slope = product(gradient, direction);
    let [moved, movedLoss, scale] = [weights, loss, 1];
    for (; scale > 1e-8; scale /= 2) {
      moved = weights.map((weight, index) => weight + scale * direction[index]!);
      movedLoss = lossOf(rows, positive, moved, penalty);
      if (movedLoss <= loss + 1e-4 * scale * slope) break;
    }
    if (!(movedLoss < loss)) break;
    [weights, loss] = [moved, movedLoss];
  }
  return weights;
}

/** The log-odds of an item. */
export function sparseLogOdds(weights: ArrayLike<number>, { at, values }: SparseRow): number {
  let sum = weights[0] ?? 0;
  for (let index = 0; index < at.length; index++) sum += weights[at[index]! + 1]! * values[index]!;
  return sum;
}

/** The direction in which the quadratic model of the loss is least, by conjugate gradients. */
function newtonStep(
  rows: readonly SparseRow[],
  chances: readonly number[],
  gradient: Float64Array,
  penalty: number,
): Float64Array {
  const step = new Float64Array(gradient.length);
  const residual = gradient.map((value) => -value);
  let direction = Float64Array.from(residual);
  let squares = product(residual, residual);
  const enough = squares * Math.min(0.01, Math.sqrt(squares));
  for (let turn = 0; turn < maxConjugateSteps && squares > enough; turn++) {
    const curved = direction.map((value, index) => (index === 0 ? 1e-9 : penalty) * value);
    rows.forEach((row, item) => {
      const curvature = chances[item]! * (1 - chances[item]!);
      add(curved, row, curvature * sparseLogOdds(direction, row));
    });
    const scale = squares / product(direction, curved);
    direction.forEach((value, index) => (step[index]! += scale * value));
    curved.forEach((value, index) => (residual[index]! -= scale * value));
    const next = product(residual, residual);
    direction = direction.map((value, index) => residual[index]! + (next / squares) * value);
    squares = next;
  }
  return step;
}

function lossOf(
  rows: readonly SparseRow[],
  positive: readonly boolean[],
  weights: Float64Array,
  penalty: number,
): number {
  const squares = product(weights, weights) - weights[0]! ** 2;
  return rows.reduce(
    (sum, row, item) => {
      const odds = sparseLogOdds(weights, row);
      const wrong = positive[item] ? -odds : odds;
      return sum + (wrong > 0 ? wrong + Math.log1p(Math.exp(-wrong)) : Math.log1p(Math.exp(wrong)));
    },
    (penalty / 2) * squares,
  );
}

/** Adds `factor` times the item, with 1 for the intercept. */
function add(to: Float64Array, { at, values }: SparseRow, factor: number): void {
  to[0]! += factor;
  for (let index = 0; index < at.length; index++) to[at[index]! + 1]! += factor * values[index]!;
}

function product(left: Float64Array, right: Float64Array): number {
  let sum = 0;
  for (let index = 0; index < left.length; index++) sum += left[index]! * right[index]!;
  return sum;
}
