import type { Command } from 'commander';
import { surroundings } from '../command';

/** Adds `seedbed worker`. */
export function addWorkerCommand(program: Command): void {
  program
    .command('worker')
    .description(
      'work on runs until Ctrl-C, at TEMPORAL_ADDRESS and DATABASE_URL, else at the stack of this workspace',
    )
    .action(async (_options: unknown, command: Command) => {
      const { runWorker } = await import('../runWorker.js');
      process.exitCode = await runWorker(surroundings(command));
    });
}
