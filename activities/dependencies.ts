import type { Configuration } from '../adapters/workspace/configuration';
import type { Purchaser } from '../adapters/purchasing/purchaser';
import type { Database } from '../adapters/store/database';
import type { IterationStore } from '../adapters/store/iterationStore';
import type { Ledger } from '../adapters/store/ledger';
import type { RunStore, StoredRun } from '../adapters/store/runStore';
import type { CellClassifier } from '../core/screening/cells/classifier';
import type { Filter } from '../core/screening/filters/filter';
import type { FluencyCalibration } from '../core/screening/fluency/calibration';
import type { NamedLanguageModel } from '../core/screening/fluency/languageModel';
import type { Recipe } from '../core/recipe/schema';
import type { Embed } from '../core/proposing/strategy';
import type { NoveltyPools } from './noveltyPools';

/** What activities are made of. Tests hand in their own. */
export interface ActivityDependencies {
  readonly workspace: string;
  readonly configuration: Configuration;
  readonly searchAttributes: boolean;
  readonly database: Database;
  readonly runs: RunStore;
  readonly iterations: IterationStore;
  readonly ledger: Ledger;
  readonly purchaser: Purchaser;
  readonly noveltyPools: NoveltyPools;
  readonly embed: Embed;
  readonly languageModel: NamedLanguageModel;
  /** Every filter that a recipe may switch on: ours, and those of its own modules. Throws UserError where those can't be loaded. */
  readonly filtersOf: (recipe: Recipe) => Promise<readonly Filter[]>;
  /** What the language model finds usual of a run's seeds: computed once, then read from the store. */
  readonly fluencyCalibrationOf: (run: StoredRun) => Promise<FluencyCalibration>;
  /** Who tells the cells of a run's instructions; undefined for a run without a grid. */
  readonly classifierOf: (run: StoredRun) => Promise<CellClassifier | undefined>;
  /** A run's snapshot, which never changes: read once a process. */
  readonly loadRun: (runKey: string) => Promise<StoredRun>;
}

/** How far a run's answers may be used again. */
export function ledgerScope({ runKey, setup }: StoredRun): string {
  return setup.recipe.ledger.reuse === 'workspace' ? 'workspace' : runKey;
}
