import { InvalidArgumentError, Option, type Command } from 'commander';
import { formatHelp, formatNames } from '../../core/dataset/formats/chooseFormat';
import type { CommandDefinition } from '../terminal/commandDefinition';
import { surroundings } from '../terminal/surroundings';

/** `seedbed export`. */
export const exportCommand: CommandDefinition = {
  name: 'export',
  output: async () => (await import('./export/output.js')).exportOutput,
  define: (command) => {
    const { formats, usual } = formatHelp();
    command
      .description('write the accepted pairs of a run, in a fixed order: equal runs give equal bytes')
      .argument('<run>', "the run's name, for its newest run, or its whole key")
      .addOption(
        new Option('--format <format>', formats)
          .choices(formatNames())
          .argParser(String) // what is none of them is refused by the command, as all that can't be exported
          .default(usual),
      )
      .option('--out <file>', 'the file; - writes to stdout, as does a pipe when this is left out')
      .option(
        '--rescreening <number>',
        'what "seedbed rescreen" made, by its number; left out, the run itself',
        number,
      )
      .action(async (run: string, options: ExportOptions, invoked: Command) => {
        const { exportRun } = await import('./export/exportRun.js');
        const { format, out, rescreening } = options;
        process.exitCode = await exportRun({ run, format, out, rescreening }, surroundings(invoked));
      });
  },
};

interface ExportOptions {
  readonly format: string;
  readonly out?: string;
  readonly rescreening?: number;
}

function number(given: string): number {
  if (!/^[1-9]\d{0,8}$/.test(given))
    throw new InvalidArgumentError('It must be the number of a rescreening.');
  return Number(given);
}
