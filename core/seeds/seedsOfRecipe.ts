import { type Recipe } from '../recipe/schema';
import { parseSeeds, type ParsedSeeds } from './parseSeeds';
import { type SeedTask } from './seedTask';

/** The seed file that a recipe names, as it was read. */
export interface SeedFile {
  /** How people know it: the path in the recipe. */
  readonly path: string;
  readonly text: string;
}

export type RecipeSeeds =
  | {
      readonly ok: true;
      readonly tasks: readonly SeedTask[];
      /** What was left out, because the recipe allows skipping. */
      readonly skipped: ParsedSeeds['problems'];
      readonly repeated: ParsedSeeds['repeated'];
      readonly shape: ParsedSeeds['shape'];
    }
  | { readonly ok: false; readonly problem: string };

/** How many malformed lines a message names; the others are counted. */
const shownProblems = 10;

/**
 * The seed tasks of a recipe: those of its file, then those written in it. A malformed line is the run's end unless the recipe
 * says `onMalformed: skip`; that no task is left always is.
 */
export function seedsOfRecipe(recipe: Recipe, file: SeedFile | undefined): RecipeSeeds {
  const parsed: ParsedSeeds = file
    ? parseSeeds(file.text)
    : { tasks: [], problems: [], repeated: [], shape: undefined };
  const source = file?.path ?? 'seeds.tasks';
  if (parsed.problems.length > 0 && recipe.seeds.onMalformed === 'fail') {
    const lines = parsed.problems
      .slice(0, shownProblems)
      .map(({ line, message }) => `  line ${line}: ${message}`);
    const more = parsed.problems.length - lines.length;
    if (more > 0) lines.push(`  and ${more} more`);
    const count = parsed.problems.length === 1 ? '1 line' : `${parsed.problems.length} lines`;
    const head = `Seed file "${source}" has ${count} that can't be read: mend them, or set seeds.onMalformed to skip.`;
    return { ok: false, problem: [head, ...lines].join('\n') };
  }
  const written = (recipe.seeds.tasks ?? []).map((task) => ({
    ...task,
    instances: [{ input: task.input, output: task.response }],
  }));
  const tasks = [...parsed.tasks, ...written];
  if (tasks.length === 0) {
    const first = parsed.problems[0];
    const reason = first === undefined ? '' : ` Line ${first.line}: ${first.message}`;
    return { ok: false, problem: `Seed file "${source}" has no task that can be read.${reason}` };
  }
  return { ok: true, tasks, skipped: parsed.problems, repeated: parsed.repeated, shape: parsed.shape };
}
