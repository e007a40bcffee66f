import type { Command } from 'commander';
import { surroundings } from '../command';

/** Adds `seedbed report`. */
export function addReportCommand(program: Command): void {
  program
    .command('report')
    .description('a run in figures: yields by strategy, prompt version and operator, coverage, health, cost')
    .argument('[run]', "the run's name; left out, the open one, else the newest")
    .action(async (run: string | undefined, _options: unknown, command: Command) => {
      const { showReport } = await import('../showReport.js');
      process.exitCode = await showReport(run, surroundings(command));
    });
}
