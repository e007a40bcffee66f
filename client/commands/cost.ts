import type { Command } from 'commander';
import type { CommandDefinition } from '../terminal/commandDefinition';
import { surroundings } from '../terminal/surroundings';

/** `seedbed cost`. */
export const costCommand: CommandDefinition = {
  name: 'cost',
  output: async () => (await import('./cost/output.js')).costOutput,
  define: (command) => {
    command
      .description(
        'what a run cost: by role, model, purpose, strategy, prompt, iteration; or all runs, by month',
      )
      .argument('[run]', "the run's name; left out, all runs of the workspace, and its months")
      .option('--month <month>', 'without a run: what was bought in that month, such as 2026-11')
      .action(async (run: string | undefined, { month }: { month?: string }, invoked: Command) => {
        const { showCost } = await import('./cost/showCost.js');
        process.exitCode = await showCost(run, month, surroundings(invoked));
      });
  },
};
