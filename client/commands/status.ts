import type { Command } from 'commander';
import { surroundings } from '../command';

/** Adds `seedbed status`. */
export function addStatusCommand(program: Command): void {
  program
    .command('status')
    .description('where a run is: its funnel, its teacher, and what it waits for')
    .argument('[run]', "the run's name; left out, the open one, else the newest")
    .action(async (run: string | undefined, _options: unknown, command: Command) => {
      const { showStatus } = await import('../showRuns.js');
      process.exitCode = await showStatus(run, surroundings(command));
    });
}
