/** A symmetric, positive semi-definite matrix of what is alike, row after row. */
export interface Gram {
  readonly size: number;
  readonly values: Float64Array;
}

/** What was fitted for one penalty: a point scores the sum, over the points learned from, of weight times what is alike; less `centre`. */
export interface DualFit {
  /** One for each row that was learned from, in their order. */
  readonly weights: Float64Array;
  readonly centre: number;
}

/** Directions after which nothing of use is added: what is left tells of single points. */
const maxDirections = 64;
const tolerance = 1e-6;

/**
 * Kernel ridge regression with an intercept, for several penalties at the price of one: the targets' Krylov space (Lanczos 1950) is the
 * same for each, and in it the matrix has three diagonals. Exact to a millionth, or as far as 64 directions go, which is itself a
 * penalty. Sums are always in the same order, so that equal input gives equal bits.
 *
 * @param rows Which rows of the matrix are learned from. @param targets One for each of them; their mean is taken off.
 * @param penalties Each above 0, added to the diagonal. Takes 64 · rows² multiplications at most.
 */
export function ridgePath(
  gram: Gram,
  rows: readonly number[],
  targets: readonly number[],
  penalties: readonly number[],
): DualFit[] {
  const inner = submatrix(gram, rows);
  const start = centred(Float64Array.from(targets));
  const length = norm(start);
  const none = new Float64Array(rows.length);
  if (length === 0) return penalties.map(() => ({ weights: none, centre: 0 }));
  const directions = [scaled(start, 1 / length)];
  const diagonal: number[] = [];
  const beside: number[] = [];
  const smallest = Math.min(...penalties);
  for (;;) {
    const last = directions.at(-1)!;
    const next = centred(product(inner, last));
    diagonal.push(dot(next, last));
    // Twice, against all: rounding would bring back what was taken off.
    for (let pass = 0; pass < 2; pass++)
      for (const direction of directions) takeOff(next, direction, dot(next, direction));
    const rest = norm(next);
    const solution = solveTridiagonal(diagonal, beside, smallest, length);
    const isClose = rest * Math.abs(solution.at(-1)!) <= tolerance * length;
    if (isClose || directions.length >= Math.min(maxDirections, rows.length - 1)) break;
    beside.push(rest);
    directions.push(scaled(next, 1 / rest));
  }
  const means = product(inner, new Float64Array(rows.length).fill(1 / rows.length));
  return penalties.map((penalty) => {
    const weights = new Float64Array(rows.length);
    solveTridiagonal(diagonal, beside, penalty, length).forEach((amount, index) =>
      takeOff(weights, directions[index]!, -amount),
    );
    return { weights, centre: dot(weights, means) };
  });
}

/** What a point scores that is a row of the same matrix. */
export function dualScore(
  { size, values }: Gram,
  rows: readonly number[],
  { weights, centre }: DualFit,
  row: number,
): number {
  let sum = 0;
  for (let index = 0; index < rows.length; index++)
    sum += weights[index]! * values[row * size + rows[index]!]!;
  return sum - centre;
}

function submatrix({ size, values }: Gram, rows: readonly number[]): Float64Array[] {
  return rows.map((row) => {
    const taken = new Float64Array(rows.length);
    for (let index = 0; index < rows.length; index++) taken[index] = values[row * size + rows[index]!]!;
    return taken;
  });
}

/** x of (T + penalty)·x = right·e₁, T having these diagonals (Thomas 1949). */
function solveTridiagonal(
  diagonal: readonly number[],
  beside: readonly number[],
  penalty: number,
  right: number,
): Float64Array {
  const size = diagonal.length;
  const pivots = new Float64Array(size);
  const solution = new Float64Array(size);
  for (let index = 0; index < size; index++) {
    const factor = index === 0 ? 0 : beside[index - 1]! / pivots[index - 1]!;
    pivots[index] = diagonal[index]! + penalty - (index === 0 ? 0 : factor * beside[index - 1]!);
    solution[index] = index === 0 ? right : -factor * solution[index - 1]!;
  }
  for (let index = size - 1; index >= 0; index--) {
    const after = index + 1 < size ? beside[index]! * solution[index + 1]! : 0;
    solution[index] = (solution[index]! - after) / pivots[index]!;
  }
  return solution;
}

function product(matrix: readonly Float64Array[], vector: Float64Array): Float64Array {
  return Float64Array.from(matrix, (row) => dot(row, vector));
}

function centred(vector: Float64Array): Float64Array {
  let sum = 0;
  for (const value of vector) sum += value;
  const mean = sum / vector.length;
  return vector.map((value) => value - mean);
}

function scaled(vector: Float64Array, by: number): Float64Array {
  return vector.map((value) => value * by);
}

function takeOff(from: Float64Array, direction: Float64Array, amount: number): void {
  for (let index = 0; index < from.length; index++) from[index]! -= amount * direction[index]!;
}

function norm(vector: Float64Array): number {
  return Math.sqrt(dot(vector, vector));
}

/** Four sums at once let the processor overlap the additions. */
function dot(left: Float64Array, right: Float64Array): number {
  let [a, b, c, d] = [0, 0, 0, 0];
  let index = 0;
  for (; index + 3 < left.length; index += 4) {
    a += left[index]! * right[index]!;
    b += left[index + 1]! * right[index + 1]!;
    c += left[index + 2]! * right[index + 2]!;
    d += left[index + 3]! * right[index + 3]!;
  }
  for (; index < left.length; index++) a += left[index]! * right[index]!;
  return a + b + (c + d);
}
