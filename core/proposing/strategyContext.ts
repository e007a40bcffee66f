import type { OwnStrategy } from './own/ownStrategy';
import type { RunMaterials, RunSetup } from '../recipe/runSetup';

/** What every strategy may read. */
export interface StrategyContext {
  readonly setup: RunSetup;
  readonly materials: RunMaterials;
  readonly iteration: number;
  /** The strategy of the user's own module; absent where the recipe gives it no share. */
  readonly own?: OwnStrategy | undefined;
}
