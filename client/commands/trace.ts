import type { Command } from 'commander';
import type { CommandDefinition } from '../terminal/commandDefinition';
import { surroundings } from '../terminal/surroundings';

/** `seedbed trace`. */
export const traceCommand: CommandDefinition = {
  name: 'trace',
  output: async () => (await import('./trace/output.js')).traceOutput,
  define: (command) => {
    command
      .description(
        'the story of a pair, back to the seeds: how it was asked for, by whom, and what was said of it',
      )
      .argument('<pair>', "the pair's id in the dataset (p0123456789abcdef), or iteration/ordinal")
      .option('--run <run>', "the run's name; left out, the newest that has the pair")
      .action(async (pair: string, { run }: { run?: string }, invoked: Command) => {
        const { tracePair } = await import('./trace/tracePair.js');
        process.exitCode = await tracePair({ pair, run }, surroundings(invoked));
      });
  },
};
