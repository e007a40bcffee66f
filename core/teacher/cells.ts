/**
 * A pool's pace is one even row of cells, each the time of one request, counted by all of its members alike: cell n belongs to whoever has
 * `n mod cycle`. So what several workers send comes as evenly as what one does, and never two at once.
 */
export const cycle = 64;

/** Cells of the cycle so that any first ones of them lie as evenly as they can: by reversed bits (van der Corput's sequence). */
export const allCells: readonly number[] = Array.from({ length: cycle }, (_, index) => reversed(index));

/** A member's `number` cells: of its own as many as it may keep, then free ones. */
export function takeCells(
  number: number,
  own: ReadonlySet<number>,
  others: ReadonlySet<number>,
): readonly number[] {
  const kept = allCells.filter((cell) => own.has(cell) && !others.has(cell)).slice(0, number);
  const free = allCells.filter((cell) => !own.has(cell) && !others.has(cell));
  return [...kept, ...free.slice(0, number - kept.length)];
}

/** The first cell after `position` that is among `cells`; Infinity where there are none. */
export function nextCell(position: number, cells: ReadonlySet<number>): number {
  const first = Math.floor(position) + 1;
  for (let cell = first; cell < first + cycle; cell++)
    if (cells.has(((cell % cycle) + cycle) % cycle)) return cell;
  return Infinity;
}

function reversed(index: number): number {
  let [from, to] = [index, 0];
  for (let bit = 1; bit < cycle; bit *= 2, from >>= 1) to = to * 2 + (from & 1);
  return to;
}
