import { InvalidArgumentError, type Command } from 'commander';
import { formatHelp } from '../../core/dataset/formats/chooseFormat';
import { surroundings } from '../command';

/** Adds `seedbed export`. */
export function addExportCommand(program: Command): void {
  const { formats, usual } = formatHelp();
  program
    .command('export')
    .description('write the accepted pairs of a run, in a fixed order: equal runs give equal bytes')
    .argument('<run>', "the run's name, for its newest run, or its whole key")
    .option('--format <format>', formats, usual)
    .option('--out <file>', 'the file; - writes to stdout, as does a pipe when this is left out')
    .option(
      '--screening <number>',
      'a screening that "seedbed rescreen" made; left out, the run itself',
      number,
    )
    .action(async (run: string, options: ExportOptions, command: Command) => {
      const { exportRun } = await import('../exportRun.js');
      const { format, out, screening } = options;
      process.exitCode = await exportRun({ run, format, out, screening }, surroundings(command));
    });
}

interface ExportOptions {
  readonly format: string;
  readonly out?: string;
  readonly screening?: number;
}

function number(given: string): number {
  if (!/^[1-9]\d{0,8}$/.test(given)) throw new InvalidArgumentError('It must be the number of a screening.');
  return Number(given);
}
