import type { Command } from 'commander';
import type { DatasetFormat } from '../../core/dataset/readers/datasetFormat';
import type { CommandDefinition } from '../terminal/commandDefinition';
import { columnOption, datasetFormatOption } from '../terminal/datasetOptions';
import { wholeNumber } from '../terminal/optionValues';
import { surroundings } from '../terminal/surroundings';

interface ScreenOptions {
  readonly recipe: string;
  readonly out: string;
  readonly jobs?: number;
  readonly accepted?: string;
  readonly format: DatasetFormat | 'auto';
  readonly column: Readonly<Record<string, string>>;
  readonly all?: boolean;
}

/** `seedbed screen`. */
export const screenCommand: CommandDefinition = {
  name: 'screen',
  output: async () => (await import('./screen/output.js')).screenOutput,
  define: (command) => {
    command
      .description(
        'filter and score any instruction set, by the filters of a recipe: no server, no store, no teacher',
      )
      .argument(
        '<dataset>',
        'file, folder or pattern, in any format that the reader knows (see docs/formats.md)',
      )
      .requiredOption('--recipe <recipe>', 'name of a ready recipe, or path of a recipe file')
      .requiredOption(
        '--out <file>',
        'where the scores go, one row a line; the same command goes on after Ctrl-C',
      )
      .option('--accepted <file>', 'where the accepted pairs go, besides')
      .option(
        '--jobs <threads>',
        'threads; left out, one less than cores. The output is the same',
        wholeNumber({ min: 1, max: 999 }),
      )
      .addOption(datasetFormatOption())
      .addOption(columnOption())
      .option('--all', 'ask every filter of every row, also of rejected ones: for calibrating')
      .option(
        '--allow-code',
        'run code of responses in a sandbox, where the recipe asks for it (filters.runCode)',
      )
      .action(async (dataset: string, options: ScreenOptions & { allowCode?: boolean }, invoked: Command) => {
        if (options.allowCode) (await import('../../adapters/workspace/allowCode.js')).allowCode();
        const around = surroundings(invoked);
        const { screenDataset } = await import('./screen/screenDataset.js');
        const { recipe, out, jobs, accepted, format, column: columns, all = false } = options;
        process.exitCode = await screenDataset(
          { dataset, recipe, out, jobs, accepted, format, columns, all },
          around,
        );
      });
  },
};
