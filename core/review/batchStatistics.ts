import { wilsonInterval, type Interval } from '../foundations/statistics/yieldInterval';
import type { Agreement, ItemOutcome } from './batch';
import type { ReviewItem } from './reviewItem';

/** What a batch's end says of its reviewing, as the store keeps it. */
export interface BatchStatistics {
  readonly agreement: Agreement | null;
  readonly checks: {
    /** Bad pairs that were planted, and on which somebody decided. */
    readonly planted: number;
    /** Those that were rejected. */
    readonly caught: number;
    /** 95 %, of the share that was caught. */
    readonly interval: Interval;
  };
  /** Messages that could not be used. */
  readonly malformed: number;
  /** Messages that came after it had been closed. */
  readonly late: number;
}

/** How many of the planted pairs were caught. What nobody looked at in time says nothing of attention, and is left out. */
export function catchRate(
  items: readonly Pick<ReviewItem, 'item' | 'kind' | 'expected'>[],
  outcomes: readonly ItemOutcome[],
): BatchStatistics['checks'] {
  const bad = new Set(
    items.filter(({ kind, expected }) => kind === 'check' && expected === 'reject').map(({ item }) => item),
  );
  const decided = outcomes.filter(({ item, by }) => bad.has(item) && by !== null);
  const caught = decided.filter(({ outcome }) => outcome === 'reject').length;
  return { planted: decided.length, caught, interval: wilsonInterval(caught, decided.length) };
}
