import { allocateCells, unreachedCells, type CellCount } from '../../../../core/proposing/steering/allocate';
import type { CellKey } from '../../../../core/vocabulary/cell';
import type { Grid } from '../../../../core/recipe/coverage/grid';
import { seededRandom } from '../../../../core/foundations/seededRandom';

const gridOfWeights = (...weights: readonly number[]): Grid => {
  const whole = weights.reduce((sum, weight) => sum + weight, 0);
  const cells = weights.map((weight, index) => ({ key: `c${index}`, weight: weight / whole }));
  return { axes: [], cells };
};
const random = (seed = 1) => seededRandom(seed, 'test');
const nothing = { target: 1_000, counts: [], underWay: new Map<CellKey, number>() };
const tally = (cells: readonly CellKey[]): Record<CellKey, number> => {
  const counts: Record<CellKey, number> = {};
  for (const cell of cells) counts[cell] = (counts[cell] ?? 0) + 1;
  return counts;
};
const hit = (cell: CellKey, proposed: number, accepted: number): CellCount => ({
  asked: cell,
  cell,
  proposed,
  accepted,
});

describe('what the next prompts ask for', () => {
  test('is in proportion to the weights while nothing is known', () => {
    const cells = allocateCells(gridOfWeights(6, 3, 1), nothing, 100, 8, random());
    expect(tally(cells)).toEqual({ c0: 60, c1: 30, c2: 10 });
  });

  test('is exactly as many prompts as there are to be, of cells of the grid, for any state', () => {
    for (let seed = 0; seed < 300; seed++) {
      const draws = seededRandom(seed, 'states');
      const grid = gridOfWeights(
        ...Array.from({ length: 1 + draws.below(70) }, () => 0.01 + draws.uniform()),
      );
      const keys = [...grid.cells.map(({ key }) => key), 'elsewhere'];
      const counts = Array.from({ length: draws.below(100) }, (): CellCount => {
        const proposed = draws.below(90);
        const [asked = null] = draws.below(5) === 0 ? [] : draws.sample(keys, 1);
        const [cell = null] = draws.below(9) === 0 ? [] : draws.sample(keys, 1);
        return { asked, cell, proposed, accepted: draws.below(proposed + 1) };
      });
      const underWay = new Map(
        draws.sample(keys, draws.below(keys.length)).map((key) => [key, draws.below(20)]),
      );
      const prompts = draws.below(150);
      const state = { target: 1 + draws.below(2_000), counts, underWay };
      const cells = allocateCells(grid, state, prompts, 1 + draws.below(16), random(seed));
      expect(cells).toHaveLength(prompts);
      expect(cells.every((cell) => grid.cells.some(({ key }) => key === cell))).toBe(true);
      expect(allocateCells(grid, state, prompts, 8, random(seed))).toEqual(
        allocateCells(grid, state, prompts, 8, random(seed)),
      );
    }
  });

  test('leaves out what is full, and asks for what is missing', () => {
    const counts = [hit('c0', 600, 500), hit('c1', 100, 80)];
    const cells = allocateCells(gridOfWeights(1, 1), { ...nothing, counts }, 20, 8, random());
    expect(tally(cells)).toEqual({ c1: 20 });
  });

  test('counts what is under way, so that no gap is filled twice', () => {
    const grid = gridOfWeights(...Array.from({ length: 40 }, () => 1));
    const first = allocateCells(grid, nothing, 20, 8, random(1));
    const second = allocateCells(
      grid,
      { ...nothing, underWay: new Map(first.map((cell) => [cell, 1])) },
      20,
      8,
      random(2),
    );
    expect(new Set([...first, ...second]).size).toBe(40);
  });

  test('asks more often for a cell that is hard to hit, in proportion to its yield', () => {
    const counts = [
      hit('c0', 1_000, 200),
      { asked: 'c0', cell: 'elsewhere', proposed: 0, accepted: 0 },
      hit('c1', 400, 200),
    ];
    const { c0 = 0, c1 = 0 } = tally(
      allocateCells(gridOfWeights(1, 1), { ...nothing, counts }, 70, 8, random()),
    );
    expect(c0 / c1).toBeCloseTo(2.5, 0);
  });

  test('goes by where candidates came to lie, not by what was asked', () => {
    const counts: CellCount[] = [{ asked: 'c0', cell: 'c1', proposed: 500, accepted: 500 }];
    const cells = allocateCells(gridOfWeights(1, 1), { ...nothing, counts }, 40, 8, random());
    expect(tally(cells)['c1'] ?? 0).toBeLessThanOrEqual(39);
    const { c1 = 0 } = tally(allocateCells(gridOfWeights(1, 1, 1), { ...nothing, counts }, 40, 8, random()));
    expect(c1).toBe(0); // more than its third has come already
  });

  test('leaves room for what comes unasked', () => {
    // Half of what was accepted so far came to lie in c0, whatever was asked.
    const counts: CellCount[] = [
      { asked: 'c1', cell: 'c0', proposed: 100, accepted: 100 },
      hit('c1', 100, 100),
    ];
    expect(tally(allocateCells(gridOfWeights(1, 1), { ...nothing, counts }, 20, 8, random()))).toEqual({
      c1: 20,
    });
  });

  test('never lets an impossible cell eat the budget, and names it', () => {
    const grid = gridOfWeights(1, 1, 1, 1);
    const counts: CellCount[] = [];
    const spent: Record<CellKey, number> = {};
    for (let iteration = 0; iteration < 60; iteration++) {
      const cells = allocateCells(grid, { ...nothing, counts }, 20, 8, random(iteration));
      for (const cell of cells) {
        spent[cell] = (spent[cell] ?? 0) + 1;
        counts.push(hit(cell, 8, cell === 'c3' ? 0 : 4));
      }
    }
    expect(unreachedCells(grid, counts)).toEqual([
      { key: 'c3', proposed: (spent['c3'] ?? 0) * 8, accepted: 0 },
    ]);
    expect(spent['c3']).toBeLessThanOrEqual(20 + 60); // what it took to notice, then one an iteration at most
  });

  test('starves no cell that can be reached: at the end each has what it should have', () => {
    const grid = gridOfWeights(...Array.from({ length: 12 }, (_, index) => 1 + (index % 3)));
    const counts: CellCount[] = [];
    let accepted = 0;
    let underWay = new Map<CellKey, number>();
    for (let iteration = 0; accepted < 1_000; iteration++) {
      const cells = allocateCells(grid, { ...nothing, counts, underWay }, 20, 8, random(iteration));
      for (const [cell, prompts] of underWay) {
        const yields = 2 + (Number(cell.slice(1)) % 5);
        counts.push(hit(cell, prompts * 8, prompts * yields));
        accepted += prompts * yields;
      }
      underWay = new Map(Object.entries(tally(cells)));
    }
    for (const { key, weight } of grid.cells) {
      const mine = counts.filter(({ cell }) => cell === key).reduce((sum, count) => sum + count.accepted, 0);
      expect(Math.abs(mine / accepted / weight - 1)).toBeLessThan(0.15);
    }
  });

  test('mixes the order, so that any part of the plan is as broad as the whole', () => {
    const cells = allocateCells(gridOfWeights(1, 1), nothing, 40, 8, random());
    expect(cells.slice(0, 20)).not.toEqual(Array(20).fill('c0'));
  });
});
