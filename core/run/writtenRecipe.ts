import type { RunMaterials } from '../recipe/runSetup';
import type { SeedTask } from '../vocabulary/seedTask';
import { taskForRecipe } from './seeds/writtenTask';
import { slotListName } from '../proposing/template/listName';
import type { ListValue } from '../vocabulary/valueLists';
import { isPlainObject } from '../foundations/text/plainObject';
import type { Recipe } from '../recipe/schema';

/** A section that names a file, or might, and what it becomes with the file's content written in it. */
export interface WritableSection {
  /** Steps to the section: ['seeds']. */
  readonly field: readonly string[];
  /** Undefined where everything is written there already. */
  readonly file: string | undefined;
  /** It means the same as the section with the file. */
  readonly written: Readonly<Record<string, unknown>>;
}

/** Every section of a recipe whose content may lie in a file. Lists that the teacher writes have none. */
export function writableSections(recipe: Recipe, materials: RunMaterials): readonly WritableSection[] {
  const { seeds, augment, selfInstruct, template } = recipe;
  const { personas } = selfInstruct;
  const sections: WritableSection[] = [];
  if (seeds)
    sections.push({ field: ['seeds'], file: seeds.file, written: writtenTasks(seeds, materials.seeds) });
  if (augment?.source) {
    const written = writtenTasks(augment.source, materials.sources);
    sections.push({ field: ['augment', 'source'], file: augment.source.file, written });
  }
  if (personas?.file !== undefined || personas?.list !== undefined) {
    const { file: _file, ...said } = personas;
    const written = { ...said, list: materials.personas };
    sections.push({ field: ['selfInstruct', 'personas'], file: personas.file, written });
  }
  // A value's row travels with it only where some slot takes a column of it.
  const usesRows = (template?.templates ?? []).some(({ slots }) =>
    Object.values(slots).some(({ dependsOn, column }) => dependsOn !== undefined && column !== undefined),
  );
  const addValues = (
    field: readonly string[],
    list: string,
    section: { readonly file?: string | undefined },
  ): void => {
    const {
      file,
      column: _column,
      weightColumn: _weightColumn,
      ...rest
    } = section as Record<string, unknown>;
    const values = materials.lists[list] ?? [];
    if (typeof file !== 'string') return;
    const written = values.map((value) => writtenValue(value, usesRows));
    sections.push({ field, file, written: { ...rest, values: written } });
  };
  for (const [name, list] of Object.entries(template?.lists ?? {}))
    addValues(['template', 'lists', name], name, list);
  for (const [index, { name, slots }] of (template?.templates ?? []).entries()) {
    for (const [slot, section] of Object.entries(slots)) {
      addValues(['template', 'templates', String(index), 'slots', slot], slotListName(name, slot), section);
    }
  }
  return sections;
}

/** The recipe with every file's content written in it: equal for recipes that mean the same, wherever their content lies. */
export function writtenRecipe(recipe: Recipe, materials: RunMaterials): Recipe {
  return writableSections(recipe, materials).reduce(
    (whole, { field, written }) => withSection(whole, field, written),
    recipe,
  );
}

/** The recipe with a section replaced. */
export function withSection(recipe: Recipe, field: readonly string[], section: unknown): Recipe {
  return replaced(recipe, field, section) as Recipe;
}

function replaced(value: unknown, [step, ...rest]: readonly string[], section: unknown): unknown {
  if (step === undefined) return section;
  if (Array.isArray(value)) {
    return value.map((item: unknown, index) =>
      String(index) === step ? replaced(item, rest, section) : item,
    );
  }
  return isPlainObject(value) ? { ...value, [step]: replaced(value[step], rest, section) } : value;
}

/** All that is said of the tasks stays, but for how their file is read. */
function writtenTasks(
  section: NonNullable<Recipe['seeds']>,
  tasks: readonly SeedTask[],
): Readonly<Record<string, unknown>> {
  const { file: _file, columns: _columns, ...said } = section;
  return { ...said, format: 'auto', onMalformed: 'fail', tasks: tasks.map(taskForRecipe) };
}

function writtenValue({ value, weight, row }: ListValue, usesRows: boolean): unknown {
  const isPlain = weight === 1 && (row === undefined || !usesRows);
  return isPlain ? value : { value, weight, ...(row !== undefined && usesRows ? { row } : {}) };
}
