import type { Command } from 'commander';
import type { CommandDefinition } from '../terminal/commandDefinition';
import { surroundings } from '../terminal/surroundings';

/** `seedbed resume`. */
export const resumeCommand: CommandDefinition = {
  name: 'resume',
  output: async () => (await import('../runs/statusOutput.js')).signalledOutput,
  define: (command) => {
    command
      .description('go on with a paused run')
      .argument('[run]', "the run's name; left out, the only open one")
      .action(async (run: string | undefined, _options: unknown, invoked: Command) => {
        const { signalRun } = await import('../runs/signalRun.js');
        process.exitCode = await signalRun('resume', run, surroundings(invoked));
      });
  },
};
