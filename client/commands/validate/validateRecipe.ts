import { findStack } from '../../../adapters/stack';
import { openDatabase, type Database } from '../../../adapters/store/database';
import { loadMaterials } from '../../../adapters/workspace/loadMaterials';
import { loadPromptSet } from '../../../adapters/workspace/loadPrompts';
import { loadRecipe } from '../../../adapters/workspace/loadRecipe';
import type { CollectedTasks } from '../../../adapters/datasets/collectTasks';
import { UserError } from '../../../core/foundations/userError';
import { gridOf } from '../../../core/recipe/coverage/grid';
import type { RunMaterials } from '../../../core/recipe/runSetup';
import type { Recipe } from '../../../core/recipe/schema';
import { checkRecipe } from '../../../core/run/checkRecipe';
import { describeProblems } from '../../../core/recipe/problems';
import { templateSizes } from '../../../core/proposing/template/templateSizes';
import { strategySharesOf } from '../../../core/proposing/strategyShares';
import { seedDiversity } from '../../../core/run/seeds/seedDiversity';
import { exitCodes } from '../../terminal/exitCodes';
import type { Terminal } from '../../terminal/terminal';
import { requireKnownEndpoints } from '../../runs/recipeToSend';
import { estimateRecipe } from '../../runs/recipeEstimate';
import { glanceAtEndpoints } from '../../runs/glanceAtEndpoints';
import { seedDiversityView } from './seedDiversityView';
import { validationView, type FileReading, type Validation } from './validationView';

/** `seedbed validate`: checks a recipe down to its seeds, lists, operators and prompts, and shows what was found. Returns the exit code. */
export async function validateRecipe(recipe: string, terminal: Terminal, workspace: string): Promise<number> {
  try {
    const { validation, instructions } = await validate(recipe, workspace, terminal.options.json === true);
    if (terminal.options.json) terminal.printJson({ valid: true, ...validation });
    else {
      const columns = terminal.outColumns;
      terminal.print(validationView(validation, terminal.outColors));
      if (validation.seeds)
        terminal.print([
          '',
          ...seedDiversityView(validation.seeds, instructions, terminal.outColors, columns),
        ]);
    }
    return exitCodes.done;
  } catch (error) {
    if (!terminal.options.json || !(error instanceof UserError)) throw error;
    terminal.printJson({ valid: false, recipe, problem: error.message });
    return error.exitCode;
  }
}

async function validate(
  name: string,
  workspace: string,
  withEstimate: boolean,
): Promise<{ readonly validation: Validation; readonly instructions: readonly string[] }> {
  const loaded = await loadRecipe({ recipe: name, workspace, confined: false });
  const { recipe, source } = loaded;
  const { materials, seedFile, sourceFile } = await loadMaterials(loaded);
  const problems = checkRecipe(recipe, materials);
  if (problems.length > 0) throw new UserError(describeProblems(problems, `The ${source}`));
  await loadPromptSet(recipe.prompts, workspace);
  await requireKnownEndpoints(recipe, workspace);
  const { seeds, sources, lists, personas } = materials;
  const strategies = strategySharesOf(recipe);
  return {
    instructions: seeds.map(({ instruction }) => instruction),
    validation: {
      recipe: recipe.name,
      source,
      target: recipe.target,
      strategies,
      seeds:
        seeds.length === 0
          ? null
          : seedDiversity(seeds, recipe.language, gridOf(recipe), (strategies['selfInstruct'] ?? 0) > 0),
      seedFile: readingOf(recipe.seeds?.file, seedFile),
      sourceFile: readingOf(recipe.augment?.source?.file, sourceFile),
      sources: sources.length,
      templates: (recipe.template ? templateSizes(recipe, lists) : []).map(({ instances, ...size }) => ({
        ...size,
        instances: instances?.toString() ?? null,
      })),
      endpoints: await glanceAtEndpoints(recipe, workspace),
      estimate: withEstimate ? await estimateIfKnown(recipe, materials, workspace) : null,
      lists: Object.keys(lists).length,
      personas: recipe.selfInstruct.personas ? personas.length : 0,
    },
  };
}

/** By what was run here, where the store is up: nothing is started, and nothing migrated, to look. */
async function estimateIfKnown(
  recipe: Recipe,
  materials: RunMaterials,
  workspace: string,
): Promise<Validation['estimate']> {
  const estimate = (database?: Database) =>
    estimateRecipe({ recipe, materials }, workspace, { database, cheaper: false });
  try {
    const stack = await findStack(workspace);
    if (!stack) return await estimate();
    const database = openDatabase(stack.databaseUrl, 2);
    try {
      return await estimate(database);
    } catch (error) {
      if (error instanceof UserError) throw error;
      return await estimate(); // a store that is away, or of another version, tells nothing of earlier runs
    } finally {
      await database.close();
    }
  } catch (error) {
    if (error instanceof UserError) return null; // only its workers know whom it asks
    throw error;
  }
}

function readingOf(file: string | undefined, read: CollectedTasks | undefined): FileReading | null {
  if (file === undefined || read === undefined) return null;
  const { tasks, format, skipped, repeated, asides } = read;
  return {
    file,
    format: format ?? null,
    tasks: tasks.length,
    skipped: skipped.map(({ line, ...rest }) => ({ ...rest, line: line ?? null })),
    repeated: repeated.map(({ row, line, file: name, first }) => ({
      row,
      line: line ?? null,
      ...(name !== undefined && { file: name }),
      firstRow: first.row,
      firstLine: first.line ?? null,
      ...(first.file !== undefined && { firstFile: first.file }),
    })),
    asides: asides.map(({ fate, what, rows }) => ({ fate, what, rows })),
  };
}
