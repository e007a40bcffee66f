import type { Command } from 'commander';
import { surroundings } from '../command';

/** Adds `seedbed pause`. */
export function addPauseCommand(program: Command): void {
  program
    .command('pause')
    .description('ask nothing new; what is in flight settles')
    .argument('[run]', "the run's name; left out, the only open one")
    .action(async (run: string | undefined, _options: unknown, command: Command) => {
      const { signalRun } = await import('../signalRun.js');
      process.exitCode = await signalRun('pause', run, surroundings(command));
    });
}
