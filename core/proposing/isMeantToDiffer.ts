import type { Lineage } from '../vocabulary/lineage';
import { findStrategy } from './knownStrategies';

/** Whether a member of a family was made to ask for something else than the family does, by what its strategy says of its lineage. */
export function isMeantToDiffer(lineage: Lineage): boolean {
  return findStrategy(lineage.strategy)?.isMeantToDiffer?.(lineage) ?? false;
}
