import { cholesky, solveWith } from './cholesky';

/** Weights of a logistic regression; the first is the intercept's. */
export type LogisticWeights = Float64Array;

const maxSteps = 50;
const tolerance = 1e-8;

/**
 * Logistic regression with an L2 penalty on all weights but the intercept, by Newton's method (iteratively reweighted least
 * squares). The objective is strictly convex for a penalty above 0, so one optimum exists; a step that does not lower it is
 * halved until it does.
 *
 * @param rows Features of each item, all of one length, standardised if the penalty is to mean the same for each.
 * @param positive The label of each item.
 * @param penalty Of half the squared weights, as in `penalty / 2 * |w|²` beside the summed log loss.
 * @param start Where the search begins: near the optimum, it is shorter. Left out: at 0.
 */
export function fitLogistic(
  rows: readonly Float64Array[],
  positive: readonly boolean[],
  penalty: number,
  start?: LogisticWeights,
): LogisticWeights {
  const size = (rows[0]?.length ?? 0) + 1;
  let weights: LogisticWeights = start ?? new Float64Array(size);
  let loss = lossOf(rows, positive, weights, penalty);
  for (let step = 0; step < maxSteps; step++) {
    const { gradient, hessian } = derivatives(rows, positive, weights, penalty);
    const lower = cholesky(size, (row, column) => hessian[row * size + column]!);
    const direction = solveWith(lower, gradient);
    let scale = 1;
    let [moved, movedLoss] = [weights, loss];
    for (; scale > 1e-6; scale /= 2) {
      moved = weights.map((weight, index) => weight - scale * direction[index]!);
      movedLoss = lossOf(rows, positive, moved, penalty);
      if (movedLoss <= loss) break;
    }
    if (!(movedLoss <= loss)) break;
    const gained = loss - movedLoss;
    [weights, loss] = [moved, movedLoss];
    if (gained <= tolerance * (1 + Math.abs(loss))) break;
  }
  return weights;
}

/** The log-odds of an item. */
export function logOdds(weights: LogisticWeights, row: Float64Array): number {
  let sum = weights[0] ?? 0;
  for (let index = 0; index < row.length; index++) sum += weights[index + 1]! * row[index]!;
  return sum;
}

/** log(1 + e^x), without overflow. */
function softplus(value: number): number {
  return value > 0 ? value + Math.log1p(Math.exp(-value)) : Math.log1p(Math.exp(value));
}

/** Summed log loss, without the penalty. */
export function logLoss(
  rows: readonly Float64Array[],
  positive: readonly boolean[],
  weights: LogisticWeights,
): number {
  return rows.reduce((sum, row, index) => {
    const odds = logOdds(weights, row);
    return sum + softplus(positive[index] ? -odds : odds);
  }, 0);
}

function lossOf(
  rows: readonly Float64Array[],
  positive: readonly boolean[],
  weights: LogisticWeights,
  penalty: number,
): number {
  const squares = weights.reduce((sum, weight, index) => (index === 0 ? sum : sum + weight * weight), 0);
  return logLoss(rows, positive, weights) + (penalty / 2) * squares;
}

function derivatives(
  rows: readonly Float64Array[],
  positive: readonly boolean[],
  weights: LogisticWeights,
  penalty: number,
): { gradient: Float64Array; hessian: Float64Array } {
  const size = weights.length;
  const gradient = new Float64Array(size);
  const hessian = new Float64Array(size * size);
  const extended = new Float64Array(size);
  extended[0] = 1;
  rows.forEach((row, item) => {
    extended.set(row, 1);
    const chance = 1 / (1 + Math.exp(-logOdds(weights, row)));
    const error = chance - (positive[item] ? 1 : 0);
    const curvature = chance * (1 - chance);
    for (let left = 0; left < size; left++) {
      const value = extended[left]!;
      if (value === 0) continue;
      gradient[left]! += error * value;
      for (let right = 0; right <= left; right++)
        hessian[left * size + right]! += curvature * value * extended[right]!;
    }
  });
  for (let index = 1; index < size; index++) {
    gradient[index]! += penalty * weights[index]!;
    hessian[index * size + index]! += penalty;
  }
  hessian[0]! += 1e-9; // the intercept is not penalised; where all are certain its curvature is nil
  return { gradient, hessian };
}
