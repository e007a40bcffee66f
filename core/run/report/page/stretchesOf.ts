/** Consecutive items taken together, so that there are at most `most` groups, of the same size but for the last. */
export function stretchesOf<Item>(items: readonly Item[], most: number): Item[][] {
  const size = Math.max(1, Math.ceil(items.length / most));
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
}

/** "7", or "7–9" for several. */
export function nameOfStretch(items: readonly { readonly iteration: number }[]): string {
  const [first, last] = [items[0]?.iteration ?? 0, items.at(-1)?.iteration ?? 0];
  return first === last ? String(first) : `${first}–${last}`;
}

/** Points of a line that a screen can show. */
export const mostStretches = 60;
