import { realpath } from 'node:fs/promises';
import { isAbsolute, relative } from 'node:path';
import { readConfiguration } from '../../adapters/workspace/configuration';
import { loadMaterials } from '../../adapters/workspace/loadMaterials';
import { loadRecipe, type LoadedRecipe } from '../../adapters/workspace/loadRecipe';
import { closestName } from '../../core/foundations/text/closestName';
import { UserError } from '../../core/foundations/userError';
import { canonicalJson } from '../../core/foundations/canonicalJson';
import { checkRecipe } from '../../core/run/checkRecipe';
import { differenceOfRecipes, type FieldDifference } from '../../core/recipe/differenceOfRecipes';
import { describeProblems } from '../../core/recipe/problems';
import type { Recipe } from '../../core/recipe/schema';
import type { RecipeInput } from '../../core/run/recipeSchema';
import {
  withSection,
  writableSections,
  writtenRecipe,
  type WritableSection,
} from '../../core/run/writtenRecipe';
import type { ServedModel } from '../../core/teacher/servedModel';
import type { RunMaterials } from '../../core/recipe/runSetup';

/** Temporal takes arguments of 2 MB, and a payload this large is a nuisance in the UI already. */
const maxInlineBytes = 1_500_000;

export interface RecipeRequest {
  /** A ready recipe's name or the path of a file; or the recipe itself, whose files are relative to the workspace. */
  readonly recipe: string | RecipeInput;
  readonly target?: number | undefined;
  /** In US dollars. */
  readonly budget?: number | undefined;
  readonly endpoint?: string | undefined;
  readonly model?: string | undefined;
  /** In place of the recipe's, field by field. */
  readonly filters?: RecipeInput['filters'];
}

/** A recipe and what it grows from. */
interface RecipeWithMaterials {
  readonly recipe: Recipe;
  readonly materials: RunMaterials;
}

/** A recipe ready to be sent to a worker, wherever that is. */
export interface RecipeToSend extends RecipeWithMaterials {
  /** Files that are too large to travel, relative to the workspace: the worker must find them in its own. */
  readonly leftInFiles: readonly string[];
}

/**
 * Reads a recipe as the command line names it, applies the flags, and checks it with everything that it grows from.
 *
 * @throws UserError with every problem that was found.
 */
export async function readRecipe(
  request: RecipeRequest,
  workspace: string,
): Promise<{ readonly loaded: LoadedRecipe; readonly materials: RunMaterials }> {
  const { endpoint, model, target, budget, filters } = request;
  const teacher = { ...(endpoint !== undefined && { endpoint }), ...(model !== undefined && { model }) };
  const overrides = {
    ...(target !== undefined && { target }),
    ...(budget !== undefined && { budget: { usd: budget } }),
    ...(Object.keys(teacher).length > 0 && { teacher }),
    ...(filters && { filters }),
  };
  const loaded = await loadRecipe({ recipe: request.recipe, workspace, confined: false, overrides });
  const mend = `Mend it, then: seedbed validate ${typeof request.recipe === 'string' ? request.recipe : 'FILE'}`;
  const { materials } = await loadMaterials(loaded).catch((error: unknown) => {
    if (error instanceof UserError && error.mend === undefined)
      throw new UserError(error.message, { mend, cause: error });
    throw error;
  });
  const problems = checkRecipe(loaded.recipe, materials);
  if (problems.length > 0) throw new UserError(describeProblems(problems, `The ${loaded.source}`), { mend });
  return { loaded, materials };
}

/**
 * Reads a recipe as the command line names it, applies the flags, checks it with everything that it grows from, and writes into
 * it what lies in files (seed tasks, the existing set, personas, values), so that a worker needs no file of ours. What doesn't
 * fit stays in its file, the largest first.
 *
 * @throws UserError with every problem that was found.
 */
export async function recipeToSend(request: RecipeRequest, workspace: string): Promise<RecipeToSend> {
  const { loaded, materials } = await readRecipe(request, workspace);
  const sections = writableSections(loaded.recipe, materials)
    .map((section) => ({
      ...section,
      bytes: section.written === undefined ? Infinity : bytesOf(section.written),
    }))
    .sort((left, right) => left.bytes - right.bytes);
  const leftInFiles: string[] = [];
  let { recipe } = loaded;
  let sum = bytesOf(recipe);
  for (const { field, file, written, bytes } of sections) {
    if (file === undefined) recipe = withSection(recipe, field, written);
    else if (sum + bytes <= maxInlineBytes) {
      recipe = withSection(recipe, field, written);
      sum += bytes;
    } else {
      const path = await pathInWorkspace(loaded, field, file, workspace);
      recipe = withSection(recipe, [...field, 'file'], path);
      leftInFiles.push(path);
    }
  }
  const { knowledge } = recipe;
  if (knowledge?.folder !== undefined) {
    const path = await knowledgeInWorkspace(loaded, knowledge.folder, workspace);
    recipe = { ...recipe, knowledge: { ...knowledge, folder: path } };
    leftInFiles.push(path);
  }
  return { recipe, materials, leftInFiles };
}

function bytesOf(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value));
}

/** A recipe that is sent as an object names files relative to the workspace, not to the file that it was. */
async function pathInWorkspace(
  loaded: LoadedRecipe,
  field: WritableSection['field'],
  file: string,
  workspace: string,
): Promise<string> {
  const path = relative(await realpath(workspace), await loaded.locate(file, [...field, 'file']));
  if (!path.startsWith('..') && !isAbsolute(path)) return path;
  throw new UserError(
    `What "${file}" (${field.join('.')}) holds is too large to be sent with the recipe, and the file is outside the workspace ${workspace}, so no worker may read it.`,
    { mend: 'Copy the file into the workspace and name it there.' },
  );
}

/** Documents are read by the worker, in its own workspace. */
async function knowledgeInWorkspace(
  loaded: LoadedRecipe,
  folder: string,
  workspace: string,
): Promise<string> {
  const path = relative(await realpath(workspace), await loaded.locate(folder, ['knowledge', 'folder']));
  if (!path.startsWith('..') && !isAbsolute(path)) return path === '' ? '.' : path;
  throw new UserError(
    `The folder "${folder}" (knowledge.folder) is outside of the workspace ${workspace}, so no worker may read it.`,
    { mend: 'Copy it into the workspace and name it there.' },
  );
}

/** The endpoint names that a recipe's roles resolve to; undefined stands for "the worker's default". */
function endpointsOf({ teacher, judge: judging }: Recipe): readonly (string | undefined)[] {
  const { propose, respond, classify, judge } = teacher;
  const judges = (judging?.judges ?? []).map((one) => one.endpoint ?? judge?.endpoint);
  return [
    ...[propose, respond, classify, judge, ...(respond?.routes ?? [])].map((role) => role?.endpoint),
    ...judges,
  ].map((endpoint) => endpoint ?? teacher.endpoint);
}

/** What has to be served on this machine for a recipe. */
export interface LocalServers {
  readonly teacher: boolean;
  /** Models of the configuration, by endpoint. */
  readonly models: Readonly<Record<string, ServedModel>>;
}

/**
 * What a worker started here for this recipe needs served on this machine: the local teacher where the recipe names it, or names
 * nothing and there is no other endpoint; and those that it names of the configuration's models.
 *
 * @throws UserError when it names an endpoint that this workspace doesn't have, or can't be told which one it means.
 */
export async function localServersFor(recipe: Recipe, workspace: string): Promise<LocalServers> {
  const { endpoints, models, defaultEndpoint } = await readConfiguration(workspace);
  const known = [...new Set([...Object.keys(endpoints), ...Object.keys(models), 'local'])];
  const meant = endpointsOf(recipe).map((named) => {
    const endpoint = named ?? defaultEndpoint ?? (known.length === 1 ? 'local' : undefined);
    if (endpoint === undefined)
      throw new UserError(`The recipe names no endpoint, and there are several: ${known.join(', ')}.`, {
        mend: 'Name one with --endpoint, or add it to seedbed.config.yaml.',
      });
    if (!known.includes(endpoint)) throw unknownEndpoint(endpoint, known);
    return endpoint;
  });
  const isToServe = (name: string): boolean => meant.includes(name) && !Object.hasOwn(endpoints, name);
  return {
    teacher: isToServe('local') && !Object.hasOwn(models, 'local'),
    models: Object.fromEntries(Object.entries(models).filter(([name]) => isToServe(name))),
  };
}

/**
 * Refuses names that are no endpoint of this workspace. `openai` is one without a key, too: whoever runs the recipe may have it.
 *
 * @throws UserError that names the first, and what may have been meant.
 */
export async function requireKnownEndpoints(recipe: Recipe, workspace: string): Promise<void> {
  const { endpoints, models } = await readConfiguration(workspace);
  const known = [...new Set([...Object.keys(endpoints), ...Object.keys(models), 'local'])];
  for (const named of endpointsOf(recipe))
    if (named !== undefined && named !== 'openai' && !known.includes(named))
      throw unknownEndpoint(named, known);
}

function unknownEndpoint(named: string, known: readonly string[]): UserError {
  const near = closestName(named, known);
  return new UserError(`There is no endpoint "${named}"; there are ${known.join(', ')}.`, {
    mend:
      near === undefined
        ? 'Name one with --endpoint, or add it to seedbed.config.yaml.'
        : `Did you mean "${near}"? Else add it to seedbed.config.yaml.`,
  });
}

/** Where two runs' recipes differ, by what they mean: what they grow from counts by content, wherever it was written. */
export function differenceInMeaning(
  before: RecipeWithMaterials,
  after: RecipeWithMaterials,
): readonly FieldDifference[] {
  return differenceOfRecipes(
    writtenRecipe(before.recipe, before.materials),
    writtenRecipe(after.recipe, after.materials),
  );
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
