import { realpath } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { UserError } from '../../core/foundations/userError';
import { isPlainObject } from '../../core/foundations/text/plainObject';
import { mergeOverrides } from '../../core/run/mergeOverrides';
import { describeProblems, fieldName } from '../../core/recipe/problems';
import { type Recipe } from '../../core/recipe/schema';
import { parseYaml } from './parseYaml';
import { readTextFile } from './readTextFile';
import { readyRecipeNames, readyRecipesFolder } from './readyRecipes';
import { resolveInWorkspace } from './resolveInWorkspace';

export interface RecipeSource {
  /** A ready recipe's name, else a path inside the workspace; or the recipe itself. */
  readonly recipe: unknown;
  /** Fields that replace those of the recipe; a file named here is relative to the workspace. */
  readonly overrides?: unknown;
  /** The folder that no path may leave. */
  readonly workspace: string;
  /** False for a person at their own command line, who may read any file of theirs anyway. True unless given. */
  readonly confined?: boolean;
}

export interface LoadedRecipe {
  /** Checked, with overrides merged and defaults filled in. */
  readonly recipe: Recipe;
  /** Where it came from, for people: `ready recipe "quickstart"`, `recipe my.yaml`. */
  readonly source: string;
  /**
   * The real path of a file that the recipe names in a field, given by its steps: ['seeds', 'file'].
   *
   * @throws UserError when the path leaves the workspace or nothing is there.
   */
  locate(path: string, field: readonly string[]): Promise<string>;
}

/**
 * Reads a recipe. The files that it names are relative to the file that names them (a ready recipe's to the package's recipes, so
 * that they work everywhere), or to the workspace where the recipe, or the override that names them, came as an object.
 *
 * @throws UserError, in words, for a recipe that isn't there, can't be read, leaves the workspace, or has problems.
 */
export async function loadRecipe(source: RecipeSource): Promise<LoadedRecipe> {
  const { workspace, confined = true } = source;
  const read = await readRecipe(source.recipe, workspace, confined);
  const merged = mergeOverrides(read.value, source.overrides);
  if (!merged.ok) throw new UserError(describeProblems(merged.problems, capitalised(read.label)));
  return {
    recipe: merged.recipe,
    source: read.label,
    locate: (path, field) => {
      const isOverride = isGiven(source.overrides, field);
      const place = isOverride ? { folder: workspace, root: workspace } : read;
      return locate(path, place, confined).catch((error: unknown) => {
        if (!(error instanceof UserError)) throw error;
        const steps = field.map((step) => (/^\d+$/u.test(step) ? Number(step) : step));
        const owner = read.label === 'recipe' ? 'the recipe' : read.label;
        throw new UserError(`${error.message} It is named as "${fieldName(steps)}" of ${owner}.`, {
          cause: error,
        });
      });
    },
  };
}

/** Where the paths in a recipe begin, and the folder that they may not leave. */
interface Place {
  readonly folder: string;
  readonly root: string;
}

interface ReadRecipe extends Place {
  readonly value: unknown;
  readonly label: string;
}

async function readRecipe(recipe: unknown, workspace: string, confined: boolean): Promise<ReadRecipe> {
  if (typeof recipe !== 'string')
    return { value: recipe, label: 'recipe', folder: workspace, root: workspace };

  const ready = readyRecipesFolder();
  if ((await readyRecipeNames()).includes(recipe)) {
    const label = `ready recipe "${recipe}"`;
    const text = await readTextFile(join(ready, `${recipe}.yaml`), capitalised(label));
    return { value: parseYaml(text, capitalised(label)), label, folder: ready, root: ready };
  }
  const label = `recipe ${recipe}`;
  const path = await locate(recipe, { folder: workspace, root: workspace }, confined).catch(
    async (error: unknown) => {
      if (!/^[\w-]+$/u.test(recipe) || !(error instanceof UserError)) throw error;
      const names = (await readyRecipeNames()).join(', ');
      throw new UserError(
        `There is no ready recipe "${recipe}" (there are ${names}), and no file of that name in ${workspace}.`,
        { cause: error },
      );
    },
  );
  if (/\.(?:jsonl|ndjson|csv|parquet)$/iu.test(path))
    throw new UserError(`${recipe} is a file of rows, and no recipe.`, {
      mend: `Write a recipe that names it: name, target, and seeds: { file: ${recipe} }. docs/recipe.md`,
    });
  const value = parseYaml(await readTextFile(path, capitalised(label)), capitalised(label));
  return { value, label, folder: dirname(path), root: workspace };
}

async function locate(path: string, place: Place, confined: boolean): Promise<string> {
  if (confined) return resolveInWorkspace(place.root, path, place.folder);
  const wanted = resolve(place.folder, path);
  return realpath(wanted).catch((cause: unknown) => {
    throw new UserError(`There is no file ${wanted}.`, { cause });
  });
}

/** Whether overrides name a field. A list among its steps was replaced as a whole. */
function isGiven(overrides: unknown, field: readonly string[]): boolean {
  let value = overrides;
  for (const step of field) {
    if (Array.isArray(value)) return true;
    if (!isPlainObject(value) || !Object.hasOwn(value, step)) return false;
    value = value[step];
  }
  return value !== undefined;
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
