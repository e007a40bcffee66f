import type { Command } from 'commander';
import type { CommandDefinition } from '../terminal/commandDefinition';
import { surroundings } from '../terminal/surroundings';

/** `seedbed cancel`. */
export const cancelCommand: CommandDefinition = {
  name: 'cancel',
  output: async () => (await import('../runs/statusOutput.js')).signalledOutput,
  define: (command) => {
    command
      .description('end a run at once; its accepted pairs are kept')
      .argument('[run]', "the run's name; left out, the only open one")
      .action(async (run: string | undefined, _options: unknown, invoked: Command) => {
        const { signalRun } = await import('../runs/signalRun.js');
        process.exitCode = await signalRun('cancel', run, surroundings(invoked));
      });
  },
};
