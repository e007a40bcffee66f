import { type Command } from 'commander';
import type { CommandDefinition } from '../terminal/commandDefinition';
import { surroundings } from '../terminal/surroundings';

/** `seedbed validate RECIPE`. Exits with 0 when the recipe can run, else with 2. */
export const validateCommand: CommandDefinition = {
  name: 'validate',
  output: async () => (await import('./validate/output.js')).validateOutput,
  define: (command) => {
    command
      .description(
        'check a recipe and what it grows from, and say how varied its seeds are, without running anything',
      )
      .argument('<recipe>', 'name of a ready recipe, or path of a recipe file')
      .action(async (recipe: string, _options: unknown, invoked: Command) => {
        const { terminal, workspace } = surroundings(invoked);
        // Loaded here, since the schema and the parsers would slow every other command's start.
        const { validateRecipe } = await import('./validate/validateRecipe.js');
        process.exitCode = await validateRecipe(recipe, terminal, workspace);
      });
  },
};
