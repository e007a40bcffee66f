/** The lower triangle L of A = L·Lᵀ, row after row: row i holds i + 1 numbers. */
export type LowerTriangle = readonly Float64Array[];

/** A pivot below this is rounding: what is positive definite has none of 0 or less. */
const minPivot = 1e-12;

/**
 * Cholesky's decomposition of a symmetric positive definite matrix.
 *
 * @param at The matrix's entry; asked for its lower triangle alone. Takes size³ / 6 multiplications.
 */
export function cholesky(size: number, at: (row: number, column: number) => number): LowerTriangle {
  const lower: Float64Array[] = [];
  for (let row = 0; row < size; row++) {
    const current = new Float64Array(row + 1);
    for (let column = 0; column <= row; column++) {
      const other = column === row ? current : lower[column]!;
      let value = at(row, column);
      for (let inner = 0; inner < column; inner++) value -= current[inner]! * other[inner]!;
      current[column] = row === column ? Math.sqrt(Math.max(value, minPivot)) : value / other[column]!;
    }
    lower.push(current);
  }
  return lower;
}

/** The x of A·x = right, for the A that was decomposed. Takes size² multiplications. */
export function solveWith(lower: LowerTriangle, right: ArrayLike<number>): Float64Array {
  const size = lower.length;
  const solution = Float64Array.from(right);
  for (let row = 0; row < size; row++) {
    let value = solution[row]!;
    for (let inner = 0; inner < row; inner++) value -= lower[row]![inner]! * solution[inner]!;
    solution[row] = value / lower[row]![row]!;
  }
  for (let row = size - 1; row >= 0; row--) {
    let value = solution[row]!;
    for (let inner = row + 1; inner < size; inner++) value -= lower[inner]![row]! * solution[inner]!;
    solution[row] = value / lower[row]![row]!;
  }
  return solution;
}
