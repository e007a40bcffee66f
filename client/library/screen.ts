import { LocalModels } from '../../adapters/datasetScreening/localModels';
import { RowNovelty } from '../../adapters/datasetScreening/rowNovelty';
import { createTaskScreener } from '../../adapters/datasetScreening/taskScreener';
import { loadMaterials } from '../../adapters/workspace/loadMaterials';
import { loadRecipe } from '../../adapters/workspace/loadRecipe';
import { inChunks } from '../../core/foundations/inChunks';
import type { RecipeInput } from '../../core/run/recipeSchema';
import type { ScreenedRow } from '../../core/screening/datasetScreening/screenedRow';
import { fluency as fluencyFilter } from '../../core/screening/filters/fluency';
import { calibrateOnSeeds } from '../../core/screening/filters/seedCalibration';
import type { Turn } from '../../core/vocabulary/conversation';
import type { SeedTask } from '../../core/vocabulary/seedTask';

export interface ScreeningOptions {
  /** A ready recipe's name or a file's path; or the recipe itself, whose files are relative to the workspace. */
  readonly recipe: string | RecipeInput;
  /** Left out: where the program was started. */
  readonly workspace?: string;
  /** Whether dearer filters also score what a cheaper one rejected. Left out: no. */
  readonly all?: boolean;
}

export interface PairToScreen {
  readonly id?: string;
  readonly instruction: string;
  /** Left out: empty. */
  readonly input?: string;
  readonly response: string;
  /** What a conversation goes on with, in order; left out: nothing. */
  readonly turns?: readonly Turn[];
}

/** Rows that are screened together. */
const chunkSize = 64;

/**
 * Screens pairs by a recipe's filters and by novelty, as `seedbed screen`: without Temporal, a store or a teacher, so that filters which need a
 * teacher are left out. One row for each pair, in their order; what comes after a repeated one is compared with what was accepted before.
 *
 * @throws UserError with every problem of the recipe.
 */
export async function* screen(
  pairs: Iterable<PairToScreen> | AsyncIterable<PairToScreen>,
  { recipe: named, workspace = process.cwd(), all = false }: ScreeningOptions,
): AsyncGenerator<ScreenedRow> {
  const loaded = await loadRecipe({ recipe: named, workspace, confined: false });
  const { recipe } = loaded;
  const { materials } = await loadMaterials(loaded);
  const models = new LocalModels();
  try {
    const fluency = fluencyFilter.isOn(recipe)
      ? await calibrateOnSeeds(recipe, materials.seeds, models.languageModel)
      : undefined;
    const { evaluation = [], scorer } = materials;
    const settings = { recipe, evaluation, scorer, fluency, all, workspace, environment: { ...process.env } };
    const screener = await createTaskScreener(settings, models);
    const novelty = new RowNovelty(recipe, models.embed);
    let row = 0;
    for await (const chunk of inChunks(pairs, chunkSize)) {
      const tasks = chunk.map(taskOf);
      const screenings = await screener.screen(tasks);
      for (const [index, task] of tasks.entries())
        yield novelty.decide({ row: ++row, line: undefined, task }, screenings[index]);
    }
  } finally {
    await models.close();
  }
}

function taskOf({ id, instruction, input = '', response, turns }: PairToScreen): SeedTask {
  return {
    ...(id !== undefined && { id }),
    instruction,
    input,
    response,
    ...(turns && { turns }),
    classification: false,
    instances: [{ input, output: response, ...(turns && { turns }) }],
  };
}
