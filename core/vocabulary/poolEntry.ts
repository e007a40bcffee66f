import type { CellKey } from './cell';
import type { StrategyName } from './strategyName';

/** An accepted pair that may serve as an example, or be multiplied. */
export interface PoolEntry {
  readonly iteration: number;
  readonly ordinal: number;
  readonly strategy: StrategyName;
  readonly instruction: string;
  readonly input: string;
  readonly response: string;
  readonly classification: boolean;
  readonly family: string | null;
  /** The cell that it was classified into; null without a grid. */
  readonly cell: CellKey | null;
  /** The judge's score, 0 to 1; null where none was asked. */
  readonly quality: number | null;
  /** Whether a person approved it, as it is or edited. */
  readonly approved: boolean;
}

/**
 * How much of the pool's pairs plans read: nothing, the instructions alone, or all their texts. A pool may hold a hundred thousand pairs,
 * and responses are most of it.
 */
export type PoolTexts = 'none' | 'instructions' | 'all';
