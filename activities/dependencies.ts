import type { LoadedStrategy } from '../adapters/workspace/loadOwnStrategy';
import type { Configuration } from '../adapters/workspace/configuration';
import type { BatchPurchaser } from '../adapters/purchasing/batchPurchaser';
import type { Purchaser } from '../adapters/purchasing/purchaser';
import type { Batches } from '../adapters/store/batches';
import type { Database } from '../adapters/store/database';
import type { CommitStore } from '../adapters/store/commitStore';
import type { CommittedPairs } from '../adapters/store/committedPairs';
import type { PassageStore } from '../adapters/store/passageStore';
import type { PlanStore } from '../adapters/store/planStore';
import type { StageStore } from '../adapters/store/stageStore';
import type { Ledger } from '../adapters/store/ledger';
import type { RunStore, StoredRun } from '../adapters/store/runStore';
import type { CellClassifier } from '../core/screening/cells/classifier';
import type { RunCode } from '../core/screening/code/codeJob';
import type { Filter } from '../core/screening/filters/filter';
import type { FluencyCalibration } from '../core/screening/fluency/calibration';
import type { NamedLanguageModel } from '../core/screening/fluency/languageModel';
import type { Recipe } from '../core/recipe/schema';
import type { Moderate } from '../core/screening/safety/moderate';
import type { StrategyContext } from '../core/proposing/strategyContext';
import type { PassageShelf } from '../core/proposing/passageShelf';
import type { PassagesFor } from '../core/vocabulary/passage';
import type { Embed } from '../core/foundations/embedding/embed';
import type { NoveltyPools } from './noveltyPools';
import type { RunMemory } from './runMemory';

/** What activities are made of. Tests hand in their own. */
export interface ActivityDependencies extends DecidingDependencies {
  readonly ledger: Ledger;
  readonly searchAttributes: boolean;
  readonly purchaser: Purchaser;
  readonly batches: Batches;
  readonly batchPurchaser: BatchPurchaser;
}

/** What the steps go by that plan, read and decide: they buy no answer of a teacher. */
export interface DecidingDependencies {
  readonly workspace: string;
  readonly configuration: Configuration;
  readonly database: Database;
  readonly runs: RunStore;
  readonly plans: PlanStore;
  readonly stages: StageStore;
  readonly commits: CommitStore;
  readonly committed: CommittedPairs;
  readonly ledger: Pick<Ledger, 'lookUp'>;
  readonly knowledge: PassageStore;
  readonly noveltyPools: NoveltyPools;
  /** What this process remembers of runs. */
  readonly memory: RunMemory;
  readonly modelsOf: ModelsOf;
  /** What the language model's figures go by. */
  readonly languageModelName: string;
  /** Every filter that a recipe may switch on: ours, and those of its own modules. Throws UserError where those can't be loaded. */
  readonly filtersOf: (recipe: Recipe) => Promise<readonly Filter[]>;
  /** Runs code of responses in a sandbox. Asked only where `filtersOf` allowed it. */
  readonly runCode: RunCode;
  /** What the language model finds usual of a run's seeds: computed once, then read from the store. */
  readonly fluencyCalibrationOf: (run: StoredRun) => Promise<FluencyCalibration>;
  /** Who tells the cells of a run's instructions; undefined for a run without a grid. */
  readonly classifierOf: (run: StoredRun) => Promise<CellClassifier | undefined>;
  /** Finds passages of a run's knowledge; undefined for a run without. What it asks of endpoints is bought for the run. */
  readonly passagesOf: (run: StoredRun) => Promise<RunPassages | undefined>;
  /** A run's snapshot, which never changes: read once a process. */
  readonly loadRun: (runKey: string) => Promise<LoadedRun>;
  /** The strategy of a recipe's own module; undefined where it has none. Throws UserError where it can't be loaded. */
  readonly loadOwn: (recipe: Recipe) => Promise<LoadedStrategy | undefined>;
}

/** A run, and the strategy of its own that goes with it. */
export interface LoadedRun extends StoredRun, Pick<StrategyContext, 'own'> {}

/** The models that measure texts. Where an endpoint has them, what they are asked is bought for an iteration of a run, for as long as the
 * activity that asks is under way. */
export interface RunModels {
  readonly embed: Embed;
  readonly languageModel: NamedLanguageModel;
  /** Absent where the worker's configuration names no moderation endpoint. */
  readonly moderate?: Moderate;
}

/** What a run knows: to be searched, and to be planned from. */
export interface RunPassages {
  readonly passagesFor: PassagesFor;
  readonly shelf: PassageShelf;
}

export type ModelsOf = (run: StoredRun, iteration: number) => RunModels;

/** Where what is bought for a run before its first iteration is in the ledger. */
export const beforeIterations = -1;

/** How far a run's answers may be used again. */
export function ledgerScope({ runKey, setup }: StoredRun): string {
  return setup.recipe.ledger.reuse === 'workspace' ? 'workspace' : runKey;
}
