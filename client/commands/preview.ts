import type { Command } from 'commander';
import type { CommandDefinition } from '../terminal/commandDefinition';
import { wholeNumber } from '../terminal/optionValues';
import { surroundings } from '../terminal/surroundings';

interface PreviewOptions {
  readonly n: number;
  readonly endpoint?: string;
  readonly model?: string;
  readonly yes?: boolean;
}

/** `seedbed preview`. */
export const previewCommand: CommandDefinition = {
  name: 'preview',
  output: async () => (await import('./preview/output.js')).previewOutput,
  define: (command) => {
    command
      .description(
        'put a handful of candidates through everything, and show all of it; no run gets any of them',
      )
      .argument('<recipe>', 'name of a ready recipe, or path of a recipe file')
      .option('--n <candidates>', 'how many to aim at, 1 to 100', wholeNumber({ min: 1, max: 100 }), 5)
      .option('--endpoint <name>', "the teacher's endpoint, as seedbed.config.yaml names it")
      .option('--model <name>', "the teacher's model")
      .option('--yes', 'agree to downloads beforehand')
      .action(async (recipe: string, options: PreviewOptions, invoked: Command) => {
        const around = surroundings(invoked);
        const { previewRecipe } = await import('./preview/previewRecipe.js');
        const { n, endpoint, model, yes = false } = options;
        process.exitCode = await previewRecipe({ recipe, candidates: n, endpoint, model, yes }, around);
      });
  },
};
