import { cholesky, solveWith } from './cholesky';

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
  const lower = cholesky(
    kernel.length,
    (row, column) => kernel[row]![column]! + (row === column ? penalties[row]! : 0),
  );
  const solutions = (targets[0] ?? []).map((_, output) =>
    solveWith(
      lower,
      targets.map((row) => row[output]!),
    ),
  );
  return targets.map((_, row) => solutions.map((solution) => solution[row]!));
}
