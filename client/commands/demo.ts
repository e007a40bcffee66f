import type { Command } from 'commander';
import type { CommandDefinition } from '../terminal/commandDefinition';
import { surroundings } from '../terminal/surroundings';

/** `seedbed demo`. */
export const demoCommand: CommandDefinition = {
  name: 'demo',
  output: async () => (await import('../runs/statusOutput.js')).endedOutput,
  define: (command) => {
    command
      .description('grow a small dataset with a local model: no key, nothing to set up, nothing left running')
      .action(async (_options: unknown, invoked: Command) => {
        const around = surroundings(invoked);
        around.terminal.note('Seedbed grows instruction-response datasets from seed tasks.');
        const { runDemo } = await import('./demo/runDemo.js');
        process.exitCode = await runDemo(around);
      });
  },
};
