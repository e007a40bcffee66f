import type { Command } from 'commander';
import { surroundings } from '../command';

/** Adds `seedbed watch`. */
export function addWatchCommand(program: Command): void {
  program
    .command('watch')
    .description('the live view of a run until it ends; with --json one object a line, a line a change')
    .argument('[run]', "the run's name; left out, the open one, else the newest")
    .action(async (run: string | undefined, _options: unknown, command: Command) => {
      const { watchRun } = await import('../showRuns.js');
      process.exitCode = await watchRun(run, surroundings(command));
    });
}
