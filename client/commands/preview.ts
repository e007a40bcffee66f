import { InvalidArgumentError, type Command } from 'commander';
import { surroundings } from '../command';

interface PreviewOptions {
  readonly n: number;
  readonly endpoint?: string;
  readonly model?: string;
  readonly yes?: boolean;
}

/** Adds `seedbed preview`. */
export function addPreviewCommand(program: Command): void {
  program
    .command('preview')
    .description(
      'put a handful of candidates through everything, and show all of it; no run gets any of them',
    )
    .argument('<recipe>', 'name of a ready recipe, or path of a recipe file')
    .option('--n <candidates>', 'how many to aim at, 1 to 100', handful, 5)
    .option('--endpoint <name>', "the teacher's endpoint, as seedbed.config.yaml names it")
    .option('--model <name>', "the teacher's model")
    .option('--yes', 'agree to downloads beforehand')
    .action(async (recipe: string, options: PreviewOptions, command: Command) => {
      const around = surroundings(command);
      const { previewRecipe } = await import('../previewRecipe.js');
      const { n, endpoint, model, yes = false } = options;
      process.exitCode = await previewRecipe({ recipe, candidates: n, endpoint, model, yes }, around);
    });
}

function handful(given: string): number {
  if (!/^([1-9]\d?|100)$/.test(given))
    throw new InvalidArgumentError('It must be a whole number from 1 to 100.');
  return Number(given);
}
