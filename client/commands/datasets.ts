import type { Command } from 'commander';
import type { CommandDefinition } from '../terminal/commandDefinition';
import { wholeNumber } from '../terminal/optionValues';
import { surroundings } from '../terminal/surroundings';

/** `seedbed datasets`. */
export const datasetsCommand: CommandDefinition = {
  name: 'datasets',
  output: async () => (await import('./datasets/output.js')).datasetsOutput,
  define: (command) => {
    command
      .description('what was exported, as versions of datasets, newest first')
      .argument('[name]', 'a dataset, by the name of its runs; left out, all')
      .option('--limit <versions>', 'how many', wholeNumber({ min: 1 }), 20)
      .action(async (name: string | undefined, { limit }: { limit: number }, invoked: Command) => {
        const { showDatasets } = await import('./datasets/showDatasets.js');
        process.exitCode = await showDatasets(name, limit, surroundings(invoked));
      });
  },
};
