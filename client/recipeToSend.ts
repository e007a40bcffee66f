import { dirname, isAbsolute, relative, resolve } from 'node:path';
import { readConfiguration } from '../adapters/workspace/configuration';
import { loadRecipe } from '../adapters/workspace/loadRecipe';
import { UserError } from '../core/errors/userError';
import { canonicalJson } from '../core/canonicalJson';
import { differenceOfRecipes, type FieldDifference } from '../core/recipe/differenceOfRecipes';
import type { Recipe } from '../core/recipe/schema';
import { seedsOfRecipe } from '../core/seeds/seedsOfRecipe';
import type { SeedTask } from '../core/seeds/seedTask';

/** Temporal takes arguments of 2 MB, and a payload this large is a nuisance in the UI already. */
const mostInlineBytes = 1_500_000;

export interface RecipeRequest {
  readonly recipe: string;
  readonly target?: number | undefined;
  readonly endpoint?: string | undefined;
  readonly model?: string | undefined;
}

/** A recipe ready to be sent to a worker, wherever that is. */
export interface RecipeToSend {
  readonly recipe: Recipe;
  readonly seeds: readonly SeedTask[];
  /** False where the seed tasks are too large to travel: the worker must find the file in its own workspace. */
  readonly carriesSeeds: boolean;
}

/**
 * Reads a recipe as the command line names it, applies the flags, checks it down to its seeds, and writes the seed tasks into
 * it, so that a worker needs no file of ours.
 *
 * @throws UserError with every problem that was found.
 */
export async function recipeToSend(request: RecipeRequest, workspace: string): Promise<RecipeToSend> {
  const { endpoint, model, target } = request;
  const teacher = { ...(endpoint !== undefined && { endpoint }), ...(model !== undefined && { model }) };
  const overrides = {
    ...(target !== undefined && { target }),
    ...(Object.keys(teacher).length > 0 && { teacher }),
  };
  const { recipe, seedFile } = await loadRecipe({
    recipe: request.recipe,
    workspace,
    confined: false,
    overrides,
  });
  const seeds = seedsOfRecipe(recipe, seedFile);
  if (!seeds.ok)
    throw new UserError(seeds.problem, { mend: `Mend it, then: seedbed validate ${request.recipe}` });

  const { tasks } = seeds;
  const inlined: Recipe = {
    ...recipe,
    seeds: { onMalformed: recipe.seeds.onMalformed, tasks: tasks.map(inRecipeForm) },
  };
  if (seedFile === undefined || Buffer.byteLength(JSON.stringify(inlined)) <= mostInlineBytes) {
    return { recipe: inlined, seeds: tasks, carriesSeeds: true };
  }
  // A recipe that is sent as an object names files relative to the workspace, not to the file that it was.
  const file = relative(workspace, resolve(workspace, dirname(request.recipe), seedFile.path));
  if (file.startsWith('..') || isAbsolute(file)) {
    throw new UserError(
      `The seed tasks of "${seedFile.path}" are too large to be sent with the recipe, and the file is outside the workspace ${workspace}, so no worker may read it.`,
      { mend: 'Copy the file into the workspace and name it there.' },
    );
  }
  return { recipe: { ...recipe, seeds: { ...recipe.seeds, file } }, seeds: tasks, carriesSeeds: false };
}

/** The endpoint names that a recipe's roles resolve to; undefined stands for "the worker's default". */
function endpointsOf({ teacher }: Recipe): readonly (string | undefined)[] {
  return [teacher.propose, teacher.respond, teacher.classify].map(
    (role) => role?.endpoint ?? teacher.endpoint,
  );
}

/**
 * Whether a worker started here for this recipe needs the local teacher: where the recipe names it, or names nothing and there
 * is no other endpoint.
 *
 * @throws UserError when it names an endpoint that this workspace doesn't have, or can't be told which one it means.
 */
export async function needsLocalTeacher(recipe: Recipe, workspace: string): Promise<boolean> {
  const { endpoints, defaultEndpoint } = await readConfiguration(workspace);
  const known = [...new Set([...Object.keys(endpoints), 'local'])];
  return endpointsOf(recipe)
    .map((named) => {
      const endpoint =
        named ?? defaultEndpoint ?? (Object.keys(endpoints).length === 0 ? 'local' : undefined);
      if (endpoint !== undefined && known.includes(endpoint))
        return endpoint === 'local' && !('local' in endpoints);
      throw new UserError(
        endpoint === undefined
          ? `The recipe names no endpoint, and there are several: ${known.join(', ')}.`
          : `There is no endpoint "${endpoint}"; there are ${known.join(', ')}.`,
        { mend: 'Name one with --endpoint, or add it to seedbed.config.yaml.' },
      );
    })
    .some(Boolean);
}

/** Where two runs' recipes differ, by what they mean: seed tasks count by content, wherever they were written. */
export function differenceInMeaning(
  before: { readonly recipe: Recipe; readonly seeds: readonly SeedTask[] },
  after: { readonly recipe: Recipe; readonly seeds: readonly SeedTask[] },
): readonly FieldDifference[] {
  const meaning = ({ recipe, seeds }: typeof before): Recipe => ({
    ...recipe,
    seeds: { onMalformed: 'fail', tasks: seeds.map(inRecipeForm) },
  });
  return differenceOfRecipes(meaning(before), meaning(after));
}

/** Differences for people, one a line, long values cut. */
export function describeDifferences(differences: readonly FieldDifference[]): string[] {
  const shown = (value: unknown): string => {
    if (value === undefined) return 'not set';
    if (Array.isArray(value)) return `${value.length} items`;
    const text = canonicalJson(value);
    return text.length > 60 ? `${text.slice(0, 57)}...` : text;
  };
  return differences.map(({ field, before, after }) =>
    Array.isArray(before) && Array.isArray(after) && before.length === after.length
      ? `${field}: ${before.filter((item, index) => canonicalJson(item) !== canonicalJson(after[index])).length} of ${before.length} items changed`
      : `${field}: ${shown(before)} → ${shown(after)}`,
  );
}

function inRecipeForm({ instruction, input, response, classification }: SeedTask) {
  return { instruction, input, response, classification };
}
