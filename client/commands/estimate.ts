import type { Command } from 'commander';
import type { CommandDefinition } from '../terminal/commandDefinition';
import { wholeNumber } from '../terminal/optionValues';
import { surroundings } from '../terminal/surroundings';

interface EstimateOptions {
  readonly target?: number;
  readonly endpoint?: string;
  readonly model?: string;
  readonly history: boolean;
}

/** `seedbed estimate RECIPE`. */
export const estimateCommand: CommandDefinition = {
  name: 'estimate',
  output: async () => (await import('./estimate/output.js')).estimateOutput,
  define: (command) => {
    command
      .description(
        'say what a recipe will take, in calls, tokens, dollars and time, and what would make it cheaper; asks nobody',
      )
      .argument('<recipe>', 'name of a ready recipe, or path of a recipe file')
      .option('--target <pairs>', 'accepted pairs at which the run ends', wholeNumber({ min: 1 }))
      .option('--endpoint <name>', "the teacher's endpoint, as seedbed.config.yaml names it")
      .option('--model <name>', "the teacher's model")
      .option('--no-history', 'by assumptions alone, whatever earlier runs came to')
      .action(async (recipe: string, options: EstimateOptions, invoked: Command) => {
        const around = surroundings(invoked);
        const { showEstimate } = await import('./estimate/showEstimate.js');
        const { target, endpoint, model, history } = options;
        process.exitCode = await showEstimate({ recipe, target, endpoint, model }, history, around);
      });
  },
};
