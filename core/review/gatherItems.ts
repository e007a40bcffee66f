import type { NewReviewItem } from './drawBatches';

export interface BatchSizes {
  /** Fewest items of a batch that people are handed while there may be more. */
  readonly min: number;
  readonly max: number;
}

/** What becomes of the items that a commit drew. */
export interface Gathered {
  /** Added to the batch that gathers, whose numbers they go on with. */
  readonly added: readonly NewReviewItem[];
  /** Batches of their own, which people are handed at once. */
  readonly batches: readonly (readonly NewReviewItem[])[];
  /** Whether people are handed the batch that gathered. */
  readonly isOpened: boolean;
}

/**
 * Few items are no batch: they gather over commits until there are enough. Made of what was drawn in the order of commits, and of nothing that
 * depends on time.
 *
 * @param before Items of the batch that gathers; 0 where none does.
 * @param drawn As the commit's own batches.
 */
export function gatherItems(
  before: number,
  drawn: readonly (readonly NewReviewItem[])[],
  { min, max }: BatchSizes,
): Gathered {
  const items = drawn.flat();
  const all = before + items.length;
  const isEnough = all >= Math.min(min, max);
  if (before === 0 && isEnough) return { added: [], batches: drawn, isOpened: false };
  const added = items.slice(0, max - before);
  return {
    added: added.map((item, index) => ({ ...item, item: before + index + 1 })),
    batches: cut(items.slice(added.length), max),
    isOpened: isEnough,
  };
}

/** In batches that are about equally large. */
function cut(items: readonly NewReviewItem[], max: number): readonly (readonly NewReviewItem[])[] {
  const batches = Math.ceil(items.length / max);
  const size = Math.ceil(items.length / Math.max(1, batches));
  return Array.from({ length: batches }, (_, batch) =>
    items.slice(batch * size, (batch + 1) * size).map((item, index) => ({ ...item, item: index + 1 })),
  );
}
