import { seededRandom } from '../../../../core/foundations/seededRandom';
import { fitKernelRidge } from '../../../../core/foundations/statistics/kernelRidge';
import { dualScore, ridgePath, type Gram } from '../../../../core/foundations/statistics/ridgePath';

/** Points of a few dimensions, all on one side of the origin, and what is alike of each two. */
function gramOf(size: number, dimensions: number): Gram {
  const random = seededRandom(3, 'points');
  const points = Array.from({ length: size }, () =>
    Array.from({ length: dimensions }, () => random.uniform() + 0.3),
  );
  const values = points.flatMap((left) =>
    points.map((right) => left.reduce((sum, value, at) => sum + value * right[at]!, 0)),
  );
  return { size, values: Float64Array.from(values) };
}

const gram = gramOf(60, 24);
const rows = Array.from({ length: 50 }, (_, index) => index);
const targets = rows.map((row) => Math.sin(row) + (row % 3));

test("for each penalty it gives what Cholesky's decomposition of the centred matrix gives, within and outside of what it learned from", () => {
  const penalties = [0.5, 4, 64];
  const fits = ridgePath(gram, rows, targets, penalties);
  const at = (row: number, column: number): number => gram.values[row * gram.size + column]!;
  const mean = (of: (row: number) => number): number =>
    rows.reduce((sum, row) => sum + of(row), 0) / rows.length;
  const columnMeans = rows.map((column) => mean((row) => at(row, column)));
  const all = mean((row) => columnMeans[row]!);
  const centred = rows.map((row) =>
    rows.map((column) => at(row, column) - columnMeans[row]! - columnMeans[column]! + all),
  );
  const middle = mean((row) => targets[row]!);
  penalties.forEach((penalty, index) => {
    const exact = fitKernelRidge(
      centred,
      targets.map((target) => [target - middle]),
      rows.map(() => penalty),
    ).map(([weight]) => weight!);
    for (let row = 0; row < gram.size; row++) {
      const ownMean = mean((other) => at(row, other));
      const expected = rows.reduce(
        (sum, column) => sum + exact[column]! * (at(row, column) - columnMeans[column]! - ownMean + all),
        0,
      );
      expect(dualScore(gram, rows, fits[index]!, row)).toBeCloseTo(expected, 4);
    }
  });
});

test('equal input gives equal bits', () => {
  const once = ridgePath(gram, rows, targets, [1, 16]);
  expect(ridgePath(gram, [...rows], [...targets], [1, 16])).toEqual(once);
});

test('what is the same for all tells nothing', () => {
  const [fit] = ridgePath(
    gram,
    rows,
    rows.map(() => 2),
    [1],
  );
  expect(dualScore(gram, rows, fit!, 55)).toBe(0);
});
