import { type Command } from 'commander';
import { surroundings } from '../command';

/** Adds `seedbed validate RECIPE`. Exits with 0 when the recipe can run, else with 2. */
export function addValidateCommand(program: Command): void {
  program
    .command('validate')
    .description(
      'check a recipe and what it grows from, and say how varied its seeds are, without running anything',
    )
    .argument('<recipe>', 'name of a ready recipe, or path of a recipe file')
    .action(async (recipe: string, _options: unknown, command: Command) => {
      const { terminal, workspace } = surroundings(command);
      // Loaded here, since the schema and the parsers would slow every other command's start.
      const { validateRecipe } = await import('../validateRecipe.js');
      process.exitCode = await validateRecipe(recipe, terminal, workspace);
    });
}
