import { allCells, cycle, nextCell, takeCells } from '../../../core/teacher/cells';
import { amountSince, levelOf } from '../../../core/teacher/learnedLimit';

test('cells of one member lie evenly, and nobody has those of another', () => {
  const none = new Set<number>();
  const all = takeCells(cycle, none, none);
  expect(all.toSorted((a, b) => a - b)).toEqual(Array.from({ length: cycle }, (_, cell) => cell));
  const half = takeCells(cycle / 2, new Set(all), none);
  expect(half.toSorted((a, b) => a - b)).toEqual(Array.from({ length: cycle / 2 }, (_, index) => 2 * index));
  const rest = takeCells(cycle, none, new Set(half));
  expect(rest).toHaveLength(cycle / 2);
  expect(rest.filter((cell) => half.includes(cell))).toEqual([]);
  const third = takeCells(21, none, none).toSorted((a, b) => a - b);
  const gaps = third.map((cell, index) => (third[index + 1] ?? cycle + (third[0] ?? 0)) - cell);
  expect(Math.max(...gaps)).toBeLessThanOrEqual(4);
});

test("the next cell is the first of one's own after a position", () => {
  expect(nextCell(3.5, new Set(allCells))).toBe(4);
  expect(nextCell(4, new Set(allCells))).toBe(5);
  expect(nextCell(3.5, new Set([2, 40]))).toBe(40);
  expect(nextCell(40, new Set([2, 40]))).toBe(cycle + 2);
  expect(nextCell(0, new Set())).toBe(Infinity);
});

test('what a learned rate lets through is the sum of its levels', () => {
  for (const holdMs of [0, 2_000, 8_000]) {
    const limit = { ceiling: 20, from: 15, since: 1_000, holdMs };
    let sum = 0;
    for (let now = 1_000; now < 20_000; now += 10) {
      expect(amountSince(limit, now)).toBeCloseTo(sum, 0);
      sum += levelOf(limit, now + 5) * 0.01;
    }
  }
});
