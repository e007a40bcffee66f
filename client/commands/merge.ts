import type { Command } from 'commander';
import type { DatasetFormat } from '../../core/dataset/readers/datasetFormat';
import type { CommandDefinition } from '../terminal/commandDefinition';
import { columnOption, datasetFormatOption } from '../terminal/datasetOptions';
import { surroundings } from '../terminal/surroundings';

interface MergeOptions {
  readonly dedupe?: boolean;
  readonly recipe?: string;
  readonly out: string;
  readonly format: DatasetFormat | 'auto';
  readonly column: Readonly<Record<string, string>>;
}

/** `seedbed merge`. */
export const mergeCommand: CommandDefinition = {
  name: 'merge',
  output: async () => (await import('./merge/output.js')).mergeOutput,
  define: (command) => {
    command
      .description('several datasets as one, in the order in which they are named')
      .argument(
        '<sets...>',
        "each a run's name; or a file, folder or pattern, in any format that the reader knows",
      )
      .requiredOption('--out <file>', 'where the pairs go, one a line')
      .option('--dedupe', 'leave out what repeats a pair before it, as novelty of a recipe tells it')
      .option('--recipe <recipe>', 'whose section "novelty" tells repetitions; left out, ROUGE-L above 0.7')
      .addOption(datasetFormatOption())
      .addOption(columnOption())
      .action(async (sets: string[], options: MergeOptions, invoked: Command) => {
        const { mergeNamed } = await import('./merge/mergeNamed.js');
        const { dedupe = false, recipe, out, format, column: columns } = options;
        process.exitCode = await mergeNamed(
          { sets, dedupe, recipe, out, reading: { format, columns } },
          surroundings(invoked),
        );
      });
  },
};
