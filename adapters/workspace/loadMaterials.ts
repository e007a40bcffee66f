import { join } from 'node:path';
import type { z } from 'zod';
import { UserError } from '../../core/foundations/userError';
import { learned as learnedFilter } from '../../core/screening/filters/learned';
import type { EvaluationItem } from '../../core/vocabulary/evaluationSet';
import type { datasetFile } from '../../core/recipe/sections/seeds';
import { isStorableText, unstorableMessage } from '../../core/foundations/text/storableText';
import type { RunMaterials } from '../../core/recipe/runSetup';
import { taskOfRecipe, type WrittenTask } from '../../core/run/seeds/writtenTask';
import { collectTasks, type CollectedTasks } from '../datasets/collectTasks';
import { datasetFiles, patternBase, type DatasetFiles } from '../datasets/datasetFiles';
import { loadScorer } from './loadScorer';
import type { LoadedRecipe } from './loadRecipe';
import { loadValueLists } from './loadValueLists';
import { readTextFile } from './readTextFile';
import { readyRecipesFolder } from './readyRecipes';

/** What a recipe grows from, and how the reading went. */
export interface LoadedMaterials {
  readonly materials: RunMaterials;
  /** The seed file as it was read; undefined where the recipe names none. */
  readonly seedFile: CollectedTasks | undefined;
  /** The existing set that `augment` multiplies, the same. */
  readonly sourceFile: CollectedTasks | undefined;
}

/**
 * Reads everything that a recipe grows from: seeds, the existing set, personas, value lists, evaluation sets, the learned scorer.
 *
 * @throws UserError for a file that leaves the workspace, isn't there, or can't be read, naming it and the place in it.
 */
export async function loadMaterials(loaded: LoadedRecipe): Promise<LoadedMaterials> {
  const { seeds, augment, knowledge } = loaded.recipe;
  // Its documents are read into the store, by whoever has one; that the folder is there is told at once.
  if (knowledge?.folder !== undefined) await loaded.locate(knowledge.folder, ['knowledge', 'folder']);
  const seedFile = await readTasks(loaded, 'Seed file', ['seeds'], seeds);
  const sourceFile = await readTasks(loaded, 'Source file', ['augment', 'source'], augment?.source);
  return {
    materials: {
      seeds: [...(seedFile?.tasks ?? []), ...(seeds?.tasks ?? []).map(taskOfRecipe)],
      sources: [...(sourceFile?.tasks ?? []), ...(augment?.source?.tasks ?? []).map(taskOfRecipe)],
      lists: await loadValueLists(loaded),
      personas: await loadPersonas(loaded),
      ...(await loadScreeningMaterials(loaded)),
    },
    seedFile,
    sourceFile,
  };
}

/**
 * Reads what the filters of a recipe compare with: evaluation sets, what was learned from labels.
 *
 * @throws UserError as `loadMaterials` does.
 */
export async function loadScreeningMaterials(
  loaded: LoadedRecipe,
): Promise<Pick<RunMaterials, 'evaluation' | 'scorer'>> {
  const evaluation = await loadEvaluation(loaded);
  const { learned } = learnedFilter.settingsIn(loaded.recipe);
  const place = learned && (await loaded.locate(learned.file, ['filters', 'learned', 'file']));
  return {
    ...(evaluation.length > 0 && { evaluation }),
    ...(learned && place && { scorer: await loadScorer(place, `Calibration "${learned.file}"`) }),
  };
}

type TaskSection = z.output<typeof datasetFile> & { readonly tasks?: readonly WrittenTask[] | undefined };

async function readTasks(
  loaded: LoadedRecipe,
  noun: string,
  field: readonly string[],
  section: TaskSection | undefined,
): Promise<CollectedTasks | undefined> {
  if (section?.file === undefined) return undefined;
  const { file, format, columns, onMalformed } = section;
  const label = `${noun} "${file}"`;
  const { path, files } = await locateDataset(loaded, file, [...field, 'file'], label);
  return collectTasks({
    path,
    files,
    label,
    format,
    columns,
    onMalformed,
    section: field.join('.'),
  });
}

/** The files that a recipe names by one path, a folder or a pattern. Each of them must be where the recipe may read. */
async function locateDataset(
  loaded: LoadedRecipe,
  file: string,
  field: readonly string[],
  label: string,
): Promise<{ readonly path: string; readonly files: DatasetFiles }> {
  const { folder, pattern } = patternBase(file);
  const whole =
    pattern === '' ? loaded.locate(file, field) : loaded.locate(file, field).catch(() => undefined);
  // A pattern is no file's name; what is wrong with its folder is told below.
  const path = (await whole) ?? join(await loaded.locate(folder, field), pattern);
  const { files, others } = await datasetFiles(path, label);
  if (files.length === 1 && files[0]?.path === path)
    return { path, files: { files: [{ path, name: file }], others } };
  const base = (await whole) === undefined ? folder : file;
  const located = files.map(async ({ name }) => ({
    name,
    path: await loaded.locate(join(base, name), field),
  }));
  return { path, files: { files: await Promise.all(located), others } };
}

/** The items of the evaluation sets that the dataset must not contain, set after set. */
async function loadEvaluation(loaded: LoadedRecipe): Promise<readonly EvaluationItem[]> {
  const items: EvaluationItem[] = [];
  for (const [index, section] of loaded.recipe.novelty.against.entries()) {
    const field = ['novelty', 'against', String(index)];
    const read = await readTasks(loaded, 'Evaluation file', field, section);
    for (const [position, { instruction, instances }] of (read?.tasks ?? []).entries())
      for (const { input, output } of instances)
        items.push({
          source: section.file,
          item: position + 1,
          instruction,
          input,
          response: output,
          similarity: section.similarity ?? null,
        });
  }
  return items;
}

/**
 * The personas of a recipe: those of its file, then those written in it; ours where it has neither, or where it has none at all
 * and may take them up against repetition.
 */
async function loadPersonas(loaded: LoadedRecipe): Promise<readonly string[]> {
  const { selfInstruct, collapse } = loaded.recipe;
  if (selfInstruct.personas === undefined && collapse.watch !== 'act') return [];
  const { file, list = [] } = selfInstruct.personas ?? {};
  if (file !== undefined) {
    const path = await loaded.locate(file, ['selfInstruct', 'personas', 'file']);
    return [...(await personasOf(path, `Persona file "${file}"`)), ...list];
  }
  return list.length > 0
    ? list
    : personasOf(join(readyRecipesFolder(), 'personas', 'general.txt'), 'The persona file');
}

/** One a line; blank lines and lines that begin with "#" are left out. */
async function personasOf(path: string, label: string): Promise<readonly string[]> {
  const lines = (await readTextFile(path, label)).split('\n').map((line) => line.trim());
  const unstorable = lines.findIndex((line) => !isStorableText(line));
  if (unstorable >= 0) throw new UserError(`${label}, line ${unstorable + 1} ${unstorableMessage}`);
  const personas = lines.filter((line) => line !== '' && !line.startsWith('#'));
  if (personas.length === 0) throw new UserError(`${label} names no persona: write one a line.`);
  return personas;
}
