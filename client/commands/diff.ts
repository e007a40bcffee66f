import type { Command } from 'commander';
import type { DatasetFormat } from '../../core/dataset/readers/datasetFormat';
import type { CommandDefinition } from '../terminal/commandDefinition';
import { columnOption, datasetFormatOption } from '../terminal/datasetOptions';
import { wholeNumber } from '../terminal/optionValues';
import { surroundings } from '../terminal/surroundings';

interface DiffOptions {
  readonly examples: number;
  readonly format: DatasetFormat | 'auto';
  readonly column: Readonly<Record<string, string>>;
}

/** `seedbed diff`. */
export const diffCommand: CommandDefinition = {
  name: 'diff',
  output: async () => (await import('./diff/output.js')).diffOutput,
  define: (command) => {
    command
      .description(
        'what changed from one dataset to another: rows added, removed, edited, and what both are made of',
      )
      .argument('<before>', "a run's name; or a file, folder or pattern, in any format that the reader knows")
      .argument('<after>', 'the same')
      .option(
        '--examples <rows>',
        'so many rows of each kind are shown',
        wholeNumber({ min: 0, max: 1_000 }),
        3,
      )
      .addOption(datasetFormatOption())
      .addOption(columnOption())
      .action(async (before: string, after: string, options: DiffOptions, invoked: Command) => {
        const { showDiff } = await import('./diff/showDiff.js');
        const { examples, format, column: columns } = options;
        process.exitCode = await showDiff(
          { before, after, examples, reading: { format, columns } },
          surroundings(invoked),
        );
      });
  },
};
