import { cholesky, solveWith } from '../../../../core/foundations/statistics/cholesky';

const matrix = [
  [4, 2, 0.6],
  [2, 3, 0.4],
  [0.6, 0.4, 2],
];

test('the lower triangle times itself is the matrix', () => {
  const lower = cholesky(3, (row, column) => matrix[row]![column]!);
  const product = matrix.map((_, row) =>
    matrix.map((_, column) =>
      [0, 1, 2].reduce((sum, inner) => sum + (lower[row]![inner] ?? 0) * (lower[column]![inner] ?? 0), 0),
    ),
  );
  product.flat().forEach((value, index) => expect(value).toBeCloseTo(matrix.flat()[index]!, 12));
});

test('a system is solved', () => {
  const lower = cholesky(3, (row, column) => matrix[row]![column]!);
  const solution = solveWith(lower, [1, -2, 0.5]);
  matrix.forEach((row, index) =>
    expect(row.reduce((sum, value, column) => sum + value * solution[column]!, 0)).toBeCloseTo(
      [1, -2, 0.5][index]!,
      12,
    ),
  );
});

test('a matrix that rounding has made singular gives numbers all the same', () => {
  const lower = cholesky(2, () => 1);
  expect([...solveWith(lower, [1, 1])].every(Number.isFinite)).toBe(true);
});
