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
        new Option('--format <formats>', `one or several, with commas: ${formats}`)
          .choices(formatNames())
          .argParser(String) // what is none of them is refused by the command, as all that can't be exported
          .default(usual),
      )
      .option(
        '--out <path>',
        'a file, or a folder with all that its readers need; - writes to stdout, as does a pipe when this is left out',
      )
      .option(
        '--split <sizes>',
        'divide it so that nothing leaks, by shares or numbers of pairs: train=0.9,test=0.1 or train,test=500',
      )
      .option('--split-seed <number>', "what draws the splits; left out, the run's seed", splitSeed)
      .option(
        '--rescreening <number>',
        'what "seedbed rescreen" made, by its number; left out, the run itself',
        number,
      )
      .action(async (run: string, options: ExportOptions, invoked: Command) => {
        const { exportRun } = await import('./export/exportRun.js');
        process.exitCode = await exportRun({ run, ...options }, surroundings(invoked));
      });
  },
};

interface ExportOptions {
  readonly format: string;
  readonly out?: string;
  readonly split?: string;
  readonly splitSeed?: number;
  readonly rescreening?: number;
}

function number(given: string): number {
  if (!/^[1-9]\d{0,8}$/.test(given))
    throw new InvalidArgumentError('It must be the number of a rescreening.');
  return Number(given);
}

function splitSeed(given: string): number {
  if (!/^\d{1,9}$/.test(given)) throw new InvalidArgumentError('It must be a whole number from 0.');
  return Number(given);
}
