import type { Command } from 'commander';
import { surroundings } from '../command';

/** Adds `seedbed demo`. */
export function addDemoCommand(program: Command): void {
  program
    .command('demo')
    .description('grow a small dataset with a local model: no key, nothing to set up, nothing left running')
    .action(async (_options: unknown, command: Command) => {
      const around = surroundings(command);
      around.terminal.note('Seedbed grows instruction-response datasets from seed tasks.');
      const { runDemo } = await import('../runDemo.js');
      process.exitCode = await runDemo(around);
    });
}
