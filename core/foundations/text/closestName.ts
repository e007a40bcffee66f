/** The name that a slip of the fingers turned into `given`: at most a third of its letters off. Undefined when none is near. */
export function closestName(given: string, names: readonly string[]): string | undefined {
  const wanted = given.toLowerCase();
  let closest: string | undefined;
  let fewest = Math.max(1, Math.floor(wanted.length / 3)) + 1;
  // A name of a hundred letters is not a slip of the fingers, and comparing costs the product of the lengths.
  if (wanted.length > 100) return undefined;
  for (const name of names) {
    const edits = editDistance(wanted, name.toLowerCase());
    if (edits < fewest) [closest, fewest] = [name, edits];
  }
  return closest;
}

/** Insertions, deletions, substitutions and swaps of neighbours (optimal string alignment). */
export function editDistance(left: string, right: string): number {
  let beforePrevious: number[] = [];
  let previous = Array.from({ length: right.length + 1 }, (_, column) => column);
  for (let row = 1; row <= left.length; row++) {
    const current = [row];
    for (let column = 1; column <= right.length; column++) {
      const same = left[row - 1] === right[column - 1];
      const swapped =
        row > 1 && column > 1 && left[row - 1] === right[column - 2] && left[row - 2] === right[column - 1];
      current[column] = Math.min(
        (previous[column] ?? 0) + 1,
        (current[column - 1] ?? 0) + 1,
        (previous[column - 1] ?? 0) + (same ? 0 : 1),
        swapped ? (beforePrevious[column - 2] ?? 0) + 1 : Infinity,
      );
    }
    [beforePrevious, previous] = [previous, current];
  }
  return previous[right.length] ?? 0;
}
