import type { Command } from 'commander';
import type { CommandDefinition } from '../terminal/commandDefinition';
import { surroundings } from '../terminal/surroundings';

/** `seedbed status`. */
export const statusCommand: CommandDefinition = {
  name: 'status',
  output: async () => (await import('../runs/statusOutput.js')).statusOutput,
  define: (command) => {
    command
      .description('where a run is: its funnel, its teacher, and what it waits for')
      .argument('[run]', "the run's name; left out, the open one, else the newest")
      .action(async (run: string | undefined, _options: unknown, invoked: Command) => {
        const { showStatus } = await import('./status/showStatus.js');
        process.exitCode = await showStatus(run, surroundings(invoked));
      });
  },
};
