import type { CellKey } from './cell';
import type { StrategyName } from './strategyName';

/**
 * One unit of planned work, as an iteration's plan keeps it: plain JSON, drawn once, enough to hold the same inquiry again. What
 * else it has is known to its strategy alone.
 */
export interface PlannedWork {
  readonly strategy: StrategyName;
  /** The cell that it asks for, or declares; null or left out where that is open. */
  readonly cell?: CellKey | null;
}
