import { InvalidArgumentError, type Command } from 'commander';
import { surroundings } from '../command';

interface RunOptions {
  readonly name?: string;
  readonly target?: number;
  readonly endpoint?: string;
  readonly model?: string;
  readonly detach?: boolean;
  readonly yes?: boolean;
}

/** Adds `seedbed run`. */
export function addRunCommand(program: Command): void {
  program
    .command('run')
    .description('grow a dataset by a recipe, or go on with it: the same command typed again resumes')
    .argument('<recipe>', 'name of a ready recipe, or path of a recipe file')
    .option('--name <name>', "the run's name; left out, the recipe's")
    .option('--target <pairs>', 'accepted pairs at which the run ends', wholeNumber)
    .option('--endpoint <name>', "the teacher's endpoint, as seedbed.config.yaml names it")
    .option('--model <name>', "the teacher's model")
    .option('--detach', 'start it and come back; needs "seedbed up" or a worker elsewhere')
    .option('--yes', 'agree to downloads beforehand')
    .action(async (recipe: string, options: RunOptions, command: Command) => {
      const around = surroundings(command);
      const { runRecipe } = await import('../runRecipe.js');
      const { name, target, endpoint, model, detach = false, yes = false } = options;
      process.exitCode = await runRecipe({ recipe, name, target, endpoint, model, detach, yes }, around);
    });
}

function wholeNumber(given: string): number {
  if (!/^[1-9]\d{0,8}$/.test(given))
    throw new InvalidArgumentError('It must be a whole number of at least 1.');
  return Number(given);
}
