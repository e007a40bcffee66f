import type { Command } from 'commander';
import { surroundings } from '../command';

/** Adds `seedbed export`. */
export function addExportCommand(program: Command): void {
  program
    .command('export')
    .description('write the accepted pairs of a run, in a fixed order: equal runs give equal bytes')
    .argument('<run>', "the run's name, for its newest run, or its whole key")
    .option('--format <format>', 'jsonl (everything, one pair a line) or alpaca (one array)', 'jsonl')
    .option('--out <file>', 'the file; - writes to stdout, as does a pipe when this is left out')
    .action(async (run: string, { format, out }: { format: string; out?: string }, command: Command) => {
      const { exportRun } = await import('../exportRun.js');
      process.exitCode = await exportRun({ run, format, out }, surroundings(command));
    });
}
