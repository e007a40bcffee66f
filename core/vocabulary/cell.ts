/** A cell of the grid, as text: the value on each axis, in the axes' order, joined by "/": "coding/finance/simple". */
export type CellKey = string;

/** A cell's value on each axis. */
export type Cell = Readonly<Record<string, string>>;

export function cellKey(axes: readonly string[], cell: Cell): CellKey {
  return axes.map((axis) => cell[axis] ?? '').join('/');
}

export function cellOf(axes: readonly string[], key: CellKey): Cell {
  const values = key.split('/');
  return Object.fromEntries(axes.map((axis, index) => [axis, values[index] ?? '']));
}
