import type { Command } from 'commander';
import type { CommandDefinition } from '../terminal/commandDefinition';
import { surroundings } from '../terminal/surroundings';

/** `seedbed report`. */
export const reportCommand: CommandDefinition = {
  name: 'report',
  output: async () => (await import('./report/output.js')).reportOutput,
  define: (command) => {
    command
      .description(
        'a run in figures: yields by strategy, prompt version and operator, coverage, health, cost',
      )
      .argument('[run]', "the run's name; left out, the open one, else the newest")
      .action(async (run: string | undefined, _options: unknown, invoked: Command) => {
        const { showReport } = await import('./report/showReport.js');
        process.exitCode = await showReport(run, surroundings(invoked));
      });
  },
};
