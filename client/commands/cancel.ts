import type { Command } from 'commander';
import { surroundings } from '../command';

/** Adds `seedbed cancel`. */
export function addCancelCommand(program: Command): void {
  program
    .command('cancel')
    .description('end a run at once; its accepted pairs are kept')
    .argument('[run]', "the run's name; left out, the only open one")
    .action(async (run: string | undefined, _options: unknown, command: Command) => {
      const { signalRun } = await import('../signalRun.js');
      process.exitCode = await signalRun('cancel', run, surroundings(command));
    });
}
