import type { PageItem, RevealedItem } from '../server/messages';
import type { Decision } from './journal';

export const showChoices = ['all', 'todo', 'mine', 'unsure', 'flagged', 'conflicts'] as const;
export type Show = (typeof showChoices)[number];

/** Which of a batch's pairs are browsed. An empty text: any. */
export interface Filters {
  readonly show: Show;
  readonly cell: string;
  readonly strategy: string;
  /** What drew it: known once decided. */
  readonly sampler: string;
  /** A filter that it failed: known once its evidence was shown. */
  readonly failed: string;
}

export const noFilters: Filters = { show: 'all', cell: '', strategy: '', sampler: '', failed: '' };

export interface ItemState {
  readonly mine: Decision | undefined;
  readonly isOpen: boolean;
  readonly isFlagged: boolean;
  readonly revealed: RevealedItem | undefined;
  /** Filters that it failed, as far as this reviewer may know. */
  readonly failed: readonly string[];
}

/** Whether an item is one of those that are asked for. `all`: what is open to this reviewer, and what they decided. */
export function matches(filters: Filters, item: PageItem, state: ItemState): boolean {
  const isIn = (asked: string, value: string | null | undefined): boolean => asked === '' || asked === value;
  return (
    isShown(filters.show, state) &&
    isIn(filters.cell, item.cell) &&
    isIn(filters.strategy, item.strategy) &&
    isIn(filters.sampler, state.revealed?.drawnBy) &&
    (filters.failed === '' || state.failed.includes(filters.failed))
  );
}

function isShown(show: Show, { mine, isOpen, isFlagged, revealed }: ItemState): boolean {
  switch (show) {
    case 'all':
      return mine !== undefined || isOpen;
    case 'todo':
      return mine === undefined && isOpen;
    case 'mine':
      return mine !== undefined;
    case 'unsure':
      return mine?.verdict === 'unsure';
    case 'flagged':
      return isFlagged;
    case 'conflicts':
      return revealed?.inConflict ?? false;
  }
}
