import { type Command } from 'commander';
import { UserError } from '../../core/errors/userError';

/** Adds `seedbed validate RECIPE`. Exits with 0 when the recipe can run, else with 2. */
export function addValidateCommand(program: Command): void {
  program
    .command('validate')
    .description('check a recipe and its seed tasks, without running anything')
    .argument('<recipe>', 'name of a ready recipe, or path of a recipe file')
    .option('--json', 'one JSON object on stdout')
    .action(async (recipe: string, options: { json?: boolean }) => {
      if (!options.json) return void process.stdout.write(`${describe(await summarise(recipe))}\n`);
      try {
        process.stdout.write(`${JSON.stringify({ valid: true, ...(await summarise(recipe)) })}\n`);
      } catch (error) {
        if (!(error instanceof UserError)) throw error;
        process.stdout.write(`${JSON.stringify({ valid: false, recipe, problem: error.message })}\n`);
        process.exitCode = error.exitCode;
      }
    });
}

/** What is worth knowing of a recipe before it runs. Lengths are in words between white space. */
interface RecipeSummary {
  readonly recipe: string;
  readonly source: string;
  readonly target: number;
  readonly seeds: {
    readonly tasks: number;
    readonly classification: number;
    readonly withInput: number;
    readonly instances: number;
    readonly shape: string | null;
    readonly repeated: readonly { readonly line: number; readonly firstLine: number }[];
    readonly skipped: readonly { readonly line: number; readonly message: string }[];
    readonly instructionWords: Spread;
    readonly responseWords: Spread;
  };
}

interface Spread {
  readonly least: number;
  readonly median: number;
  readonly most: number;
}

async function summarise(recipe: string): Promise<RecipeSummary> {
  // Loaded here, since the schema and the YAML parser would slow every other command's start.
  const { loadRecipe } = await import('../../adapters/workspace/loadRecipe.js');
  const { seedsOfRecipe } = await import('../../core/seeds/seedsOfRecipe.js');
  const loaded = await loadRecipe({ recipe, workspace: process.cwd(), confined: false });
  const seeds = seedsOfRecipe(loaded.recipe, loaded.seedFile);
  if (!seeds.ok) throw new UserError(seeds.problem);
  const { tasks } = seeds;
  return {
    recipe: loaded.recipe.name,
    source: loaded.source,
    target: loaded.recipe.target,
    seeds: {
      tasks: tasks.length,
      classification: tasks.filter((task) => task.classification).length,
      withInput: tasks.filter((task) => task.input.trim() !== '').length,
      instances: tasks.reduce((sum, task) => sum + task.instances.length, 0),
      shape: seeds.shape ?? null,
      repeated: seeds.repeated,
      skipped: seeds.skipped,
      instructionWords: spreadOf(tasks.map((task) => countWords(task.instruction))),
      responseWords: spreadOf(tasks.map((task) => countWords(task.response))),
    },
  };
}

function describe({ recipe, source, target, seeds }: RecipeSummary): string {
  const words = ({ least, median, most }: Spread): string => `${least} to ${most} words, median ${median}`;
  const lines = [
    `${recipe} (${source}) can run: ${target} pairs from ${seeds.tasks} seed tasks.`,
    `  classification  ${seeds.classification} of ${seeds.tasks}`,
    `  with input      ${seeds.withInput} of ${seeds.tasks}, ${seeds.instances} instances in all`,
    `  instructions    ${words(seeds.instructionWords)}`,
    `  responses       ${words(seeds.responseWords)}`,
  ];
  if (seeds.shape !== null) {
    lines.push(`  file            ${seeds.shape === 'alpaca' ? 'Alpaca' : 'self-instruct'} shape`);
  }
  for (const { line, firstLine } of seeds.repeated) {
    lines.push(`  line ${line} has the same instruction as line ${firstLine}`);
  }
  for (const { line, message } of seeds.skipped) lines.push(`  line ${line} is left out: ${message}`);
  return lines.join('\n');
}

function countWords(text: string): number {
  return text.split(/\s+/u).filter((word) => word !== '').length;
}

function spreadOf(values: readonly number[]): Spread {
  const sorted = [...values].sort((left, right) => left - right);
  const at = (share: number): number => sorted[Math.floor((sorted.length - 1) * share)] ?? 0;
  return { least: at(0), median: at(0.5), most: at(1) };
}
