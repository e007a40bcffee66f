import type { Command } from 'commander';
import { surroundings } from '../command';

/** Adds `seedbed resume`. */
export function addResumeCommand(program: Command): void {
  program
    .command('resume')
    .description('go on with a paused run')
    .argument('[run]', "the run's name; left out, the only open one")
    .action(async (run: string | undefined, _options: unknown, command: Command) => {
      const { signalRun } = await import('../signalRun.js');
      process.exitCode = await signalRun('resume', run, surroundings(command));
    });
}
