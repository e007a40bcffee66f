import { cellOf, type CellKey } from '../../vocabulary/cell';
import type { Measures } from '../steering/collapse';
import type { Grid } from '../../recipe/coverage/grid';
import { seededRandom } from '../../foundations/seededRandom';
import type { Recipe } from '../../recipe/schema';
import { noLessons, type Lessons } from './lessons';
import type { StrategyContext } from '../strategyContext';
import type { SelfInstructWork } from './work';

/** What a prompt asks of the tasks that it brings. */
export interface Asked {
  readonly cell: CellKey | null;
  /** Drawn by weight: language, length, tone and what else the recipe names. */
  readonly attributes: Readonly<Record<string, string>>;
  /** Who the teacher puts itself into the place of. */
  readonly persona: string | undefined;
  /** What people minded before. */
  readonly lessons: Lessons;
}

/**
 * The personas of an iteration's prompts, by position: in turn, so that nobody comes twice before everybody was there. Drawn once for
 * all of them, since there may be a hundred thousand to draw from.
 */
export function personasInTurn(
  { setup, materials, iteration }: StrategyContext,
  prompts: number,
): readonly string[] {
  return seededRandom(setup.recipe.seed, 'personas', iteration).sample(materials.personas, prompts);
}

/** What one prompt of an iteration asks, drawn by its position. `personas` among the measures: every prompt has one. */
export function drawAsked(
  { setup, iteration }: StrategyContext,
  index: number,
  cell: CellKey | null,
  measures: Measures,
  lessons: Lessons,
  personas: readonly string[],
): Asked {
  const { seed, selfInstruct } = setup.recipe;
  const random = seededRandom(seed, 'attributes and persona', iteration, index);
  const attributes = Object.entries(selfInstruct.attributes).map(([name, values]) => {
    const weighted = values.map((value) => (typeof value === 'string' ? { value, weight: 1 } : value));
    return [name, random.weighted(weighted, ({ weight }) => weight)?.value ?? ''] as const;
  });
  const share = measures.personas ? 1 : (selfInstruct.personas?.share ?? 0);
  const adopts = random.uniform() < share && personas.length > 0;
  const persona = adopts ? personas[index % personas.length] : undefined;
  return { cell, attributes: Object.fromEntries(attributes), persona, lessons };
}

/** Whether a prompt asks for nothing in particular, as the paper's does. */
export function isOpen({ cell, attributes, persona, lessons }: Asked, recipe: Recipe): boolean {
  return (
    cell === null &&
    lessons.avoid.length === 0 &&
    lessons.complaints.length === 0 &&
    persona === undefined &&
    Object.keys(attributes).length === 0 &&
    recipe.selfInstruct.guidance.length === 0
  );
}

/** What a work asked for, as it was drawn. */
export function askedBy({ cell, shown }: SelfInstructWork): Asked {
  return { cell, attributes: shown.attributes ?? {}, persona: shown.persona, lessons: noLessons };
}

/** The values of the prompts' variables that say what is asked. */
export function valuesOf(
  { cell, attributes, persona, lessons }: Asked,
  recipe: Recipe,
  grid: Grid | undefined,
) {
  return {
    kind: kindOf(cell, grid).map(({ axis, value, description }) => ({
      axis: inWords(axis),
      value,
      description,
    })),
    attributes: Object.entries(attributes).map(([name, value]) => ({ name: inWords(name), value })),
    persona: persona ?? '',
    guidance: recipe.selfInstruct.guidance,
    ...lessons,
    language: attributes['language'] === undefined ? languageName(recipe.language) : '',
  };
}

/** A cell in words, to be compared with instructions. */
export function describeCell(cell: CellKey, grid: Grid): string {
  return kindOf(cell, grid)
    .map(({ value, description }) => (description === '' ? value : `${value}: ${description}`))
    .join('\n');
}

function kindOf(cell: CellKey | null, grid: Grid | undefined) {
  if (cell === null || grid === undefined) return [];
  const names = grid.axes.map(({ name }) => name);
  const asked = cellOf(names, cell);
  return grid.axes.map(({ name, values }) => {
    const value = asked[name] ?? '';
    return { axis: name, value, description: values.find((one) => one.name === value)?.description ?? '' };
  });
}

/** "taskType" as people write it: "task type". */
function inWords(name: string): string {
  return name.replace(/(?<=\p{Ll})(?=\p{Lu})/gu, ' ').toLowerCase();
}

/** Empty for English, in which the prompts are written. */
function languageName(code: string): string {
  if (code === 'en') return '';
  return new Intl.DisplayNames('en', { type: 'language' }).of(code) ?? code;
}
