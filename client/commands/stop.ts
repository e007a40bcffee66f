import type { Command } from 'commander';
import { surroundings } from '../command';

/** Adds `seedbed stop`. */
export function addStopCommand(program: Command): void {
  program
    .command('stop')
    .description('end a run in good order: finish what is in flight, write the dataset')
    .argument('[run]', "the run's name; left out, the only open one")
    .action(async (run: string | undefined, _options: unknown, command: Command) => {
      const { signalRun } = await import('../signalRun.js');
      process.exitCode = await signalRun('stop', run, surroundings(command));
    });
}
