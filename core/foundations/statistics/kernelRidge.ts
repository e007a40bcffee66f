/**
 * Least-squares fit in a kernel's feature space (kernel ridge regression; Saunders, Gammerman and Vovk 1998): the coefficients
 * that, summed over a new point's kernel values with the points learned from, give its predicted targets.
 *
 * @param kernel symmetric and positive semi-definite, n by n. @param targets n by m.
 * @param penalties how little each point is trusted, each above 0: n of them. @returns n by m. Takes n cubed / 6 multiplications.
 */
export function fitKernelRidge(
  kernel: readonly (readonly number[])[],
  targets: readonly (readonly number[])[],
  penalties: readonly number[],
): number[][] {
  const size = kernel.length;
  const lower: Float64Array[] = [];
  for (let row = 0; row < size; row++) {
    const current = new Float64Array(row + 1);
    for (let column = 0; column <= row; column++) {
      const other = column === row ? current : lower[column]!;
      let value = kernel[row]![column]! + (row === column ? penalties[row]! : 0);
      for (let inner = 0; inner < column; inner++) value -= current[inner]! * other[inner]!;
      current[column] = row === column ? Math.sqrt(value) : value / other[column]!;
    }
    lower.push(current);
  }
  const solution = targets.map((row) => [...row]);
  const outputs = targets[0]?.length ?? 0;
  for (let output = 0; output < outputs; output++) {
    for (let row = 0; row < size; row++) {
      let value = solution[row]![output]!;
      for (let inner = 0; inner < row; inner++) value -= lower[row]![inner]! * solution[inner]![output]!;
      solution[row]![output] = value / lower[row]![row]!;
    }
    for (let row = size - 1; row >= 0; row--) {
      let value = solution[row]![output]!;
      for (let inner = row + 1; inner < size; inner++)
        value -= lower[inner]![row]! * solution[inner]![output]!;
      solution[row]![output] = value / lower[row]![row]!;
    }
  }
  return solution;
}
