import type { Command } from 'commander';
import { surroundings } from '../command';

/** Adds `seedbed trace`. */
export function addTraceCommand(program: Command): void {
  program
    .command('trace')
    .description(
      'the story of a pair, back to the seeds: how it was asked for, by whom, and what was said of it',
    )
    .argument('<pair>', "the pair's id in the dataset (p0123456789abcdef), or iteration/ordinal")
    .option('--run <run>', "the run's name; left out, the newest that has the pair")
    .action(async (pair: string, { run }: { run?: string }, command: Command) => {
      const { tracePair } = await import('../tracePair.js');
      process.exitCode = await tracePair({ pair, run }, surroundings(command));
    });
}
