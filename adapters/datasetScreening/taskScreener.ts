import type { StoredScorer } from '../../core/foundations/statistics/logisticScorer';
import { screenTasks, type TaskScreening } from '../../core/screening/datasetScreening/screenTasks';
import {
  nothingPrepared,
  type Filter,
  type FilterContext,
  type LanguageModelPort,
} from '../../core/screening/filters/filter';
import type { FluencyCalibration } from '../../core/screening/fluency/calibration';
import type { EvaluationItem } from '../../core/vocabulary/evaluationSet';
import type { SafetyPolicy } from '../../core/recipe/safetyPolicy';
import type { Recipe } from '../../core/recipe/schema';
import type { Embed } from '../../core/foundations/embedding/embed';
import type { SeedTask } from '../../core/vocabulary/seedTask';
import { runsCode } from '../../core/screening/filters/runsCode';
import { runCode } from '../codeSandbox/runCode';
import { loadFilters } from '../workspace/loadFilters';

/** Screens tasks by themselves: what one comes to does not depend on the others. */
export interface TaskScreener {
  screen(tasks: readonly SeedTask[]): Promise<readonly TaskScreening[]>;
  close(): Promise<void>;
}

/** What a screener needs to know; plain data, so that it can travel to another thread. */
export interface ScreenerSettings {
  readonly recipe: Recipe;
  /** Items of the recipe's evaluation sets. */
  readonly evaluation: readonly EvaluationItem[];
  /** Where the recipe asks for what was learned from labels. */
  readonly scorer: StoredScorer | undefined;
  /** Where the recipe has a section `safety`. */
  readonly safety?: SafetyPolicy | undefined;
  /** What is usual of fluent texts, where the recipe asks for fluency. */
  readonly fluency: FluencyCalibration | undefined;
  /** Whether dearer filters also score what a cheaper one rejected. */
  readonly all: boolean;
  /** Where the recipe's own modules are, and whether they may be loaded. */
  readonly workspace: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** The models that screeners ask. All threads share them: a second one in memory would only take the first one's cores. */
export interface ScreenerModels {
  readonly embed: Embed;
  readonly logProbabilities: LanguageModelPort['logProbabilities'];
}

/**
 * The filters that the recipe asks for and that need no teacher, its own modules among them.
 *
 * @throws UserError where a module may not or cannot be loaded.
 */
export async function offlineFilters({
  recipe,
  workspace,
  environment,
}: Pick<ScreenerSettings, 'recipe' | 'workspace' | 'environment'>): Promise<readonly Filter[]> {
  const all = await loadFilters(recipe, { workspace, environment });
  return all.filter((filter) => filter.needs !== 'teacher' && filter.isOn(recipe));
}

/** A screener in this thread. */
export async function createTaskScreener(
  settings: ScreenerSettings,
  { embed, logProbabilities }: ScreenerModels,
): Promise<TaskScreener> {
  const { recipe, evaluation, scorer, safety, fluency, all } = settings;
  const filters = await offlineFilters(settings);
  const context: FilterContext = {
    recipe,
    embed,
    languageModel: { logProbabilities },
    ...(runsCode.isOn(recipe) && { runCode }),
    materials: {
      ...nothingPrepared,
      evaluation,
      scorer,
      safety,
      fluency: () => (fluency ? Promise.resolve(fluency) : nothingPrepared.fluency()),
    },
  };
  return {
    screen: (tasks) => screenTasks(tasks, filters, context, all),
    close: () => Promise.resolve(),
  };
}
