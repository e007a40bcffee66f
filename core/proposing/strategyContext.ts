import type { RunMaterials, RunSetup } from '../recipe/runSetup';

/** What every strategy may read. */
export interface StrategyContext {
  readonly setup: RunSetup;
  readonly materials: RunMaterials;
  readonly iteration: number;
}
