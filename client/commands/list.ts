import type { Command } from 'commander';
import type { CommandDefinition } from '../terminal/commandDefinition';
import { wholeNumber } from '../terminal/optionValues';
import { surroundings } from '../terminal/surroundings';

/** `seedbed list`. */
export const listCommand: CommandDefinition = {
  name: 'list',
  output: async () => (await import('./list/output.js')).listOutput,
  define: (command) => {
    command
      .description('runs of this workspace, newest first')
      .option('--limit <runs>', 'how many', wholeNumber({ min: 1 }), 20)
      .action(async ({ limit }: { limit: number }, invoked: Command) => {
        const { showList } = await import('./list/showList.js');
        process.exitCode = await showList(limit, surroundings(invoked));
      });
  },
};
