import type { Command } from 'commander';
import type { CommandDefinition } from '../terminal/commandDefinition';
import { surroundings } from '../terminal/surroundings';

/** `seedbed stop`. */
export const stopCommand: CommandDefinition = {
  name: 'stop',
  output: async () => (await import('../runs/statusOutput.js')).signalledOutput,
  define: (command) => {
    command
      .description('end a run in good order: finish what is in flight, write the dataset')
      .argument('[run]', "the run's name; left out, the only open one")
      .action(async (run: string | undefined, _options: unknown, invoked: Command) => {
        const { signalRun } = await import('../runs/signalRun.js');
        process.exitCode = await signalRun('stop', run, surroundings(invoked));
      });
  },
};
