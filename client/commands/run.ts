import type { Command } from 'commander';
import type { CommandDefinition } from '../terminal/commandDefinition';
import { amountOfDollars, wholeNumber } from '../terminal/optionValues';
import { surroundings } from '../terminal/surroundings';

interface RunOptions {
  readonly name?: string;
  readonly target?: number;
  readonly usd?: number;
  readonly endpoint?: string;
  readonly model?: string;
  readonly detach?: boolean;
  readonly yes?: boolean;
  readonly again?: boolean;
}

/** `seedbed run`. */
export const runCommand: CommandDefinition = {
  name: 'run',
  output: async () => (await import('./run/output.js')).runOutput,
  define: (command) => {
    command
      .description('grow a dataset by a recipe, or go on with it: the same command typed again resumes')
      .argument('<recipe>', 'name of a ready recipe, or path of a recipe file')
      .option('--name <name>', "the run's name; left out, the recipe's")
      .option('--target <pairs>', 'accepted pairs at which the run ends', wholeNumber({ min: 1 }))
      .option('--usd <dollars>', 'its budget: the most that it may spend, in US dollars', amountOfDollars)
      .option('--endpoint <name>', "the teacher's endpoint, as seedbed.config.yaml names it")
      .option('--model <name>', "the teacher's model")
      .option('--detach', 'start it and come back; needs "seedbed up" or a worker elsewhere')
      .option('--again', 'start it once more, though a run of this name has ended by this very recipe')
      .option('--yes', 'agree beforehand: to what it costs, and to downloads')
      .action(async (recipe: string, options: RunOptions, invoked: Command) => {
        const around = surroundings(invoked);
        const { runRecipe } = await import('./run/runRecipe.js');
        const { name, target, usd, endpoint, model, detach = false, yes = false, again = false } = options;
        process.exitCode = await runRecipe(
          { recipe, name, target, budget: usd, endpoint, model, detach, yes, again },
          around,
        );
      });
  },
};
