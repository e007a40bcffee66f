import type { Command } from 'commander';
import type { CommandDefinition } from '../terminal/commandDefinition';
import { surroundings } from '../terminal/surroundings';

/** `seedbed watch`. */
export const watchCommand: CommandDefinition = {
  name: 'watch',
  output: async () => (await import('../runs/statusOutput.js')).statusOutput,
  define: (command) => {
    command
      .description('the live view of a run until it ends; with --json one object a line, a line a change')
      .argument('[run]', "the run's name; left out, the open one, else the newest")
      .action(async (run: string | undefined, _options: unknown, invoked: Command) => {
        const { watchRun } = await import('./watch/watchRun.js');
        process.exitCode = await watchRun(run, surroundings(invoked));
      });
  },
};
