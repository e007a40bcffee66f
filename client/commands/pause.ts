import type { Command } from 'commander';
import type { CommandDefinition } from '../terminal/commandDefinition';
import { surroundings } from '../terminal/surroundings';

/** `seedbed pause`. */
export const pauseCommand: CommandDefinition = {
  name: 'pause',
  output: async () => (await import('../runs/statusOutput.js')).signalledOutput,
  define: (command) => {
    command
      .description('ask nothing new; what is in flight settles')
      .argument('[run]', "the run's name; left out, the only open one")
      .action(async (run: string | undefined, _options: unknown, invoked: Command) => {
        const { signalRun } = await import('../runs/signalRun.js');
        process.exitCode = await signalRun('pause', run, surroundings(invoked));
      });
  },
};
