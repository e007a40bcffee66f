import type { Command } from 'commander';
import type { DatasetFormat } from '../../core/dataset/readers/datasetFormat';
import type { CommandDefinition } from '../terminal/commandDefinition';
import { columnOption, datasetFormatOption } from '../terminal/datasetOptions';
import { wholeNumber } from '../terminal/optionValues';
import { surroundings } from '../terminal/surroundings';

interface BiasOptions {
  readonly recipe?: string;
  readonly language?: string;
  readonly groups?: string;
  readonly counterfactuals?: number;
  readonly review?: number;
  readonly attribute: readonly string[];
  readonly stereotypes?: boolean;
  readonly meaning: boolean;
  readonly yes?: boolean;
  readonly format: DatasetFormat | 'auto';
  readonly column: Readonly<Record<string, string>>;
}

/** `seedbed bias`. */
export const biasCommand: CommandDefinition = {
  name: 'bias',
  output: async () => (await import('./bias/output.js')).biasOutput,
  define: (command) => {
    command
      .description(
        'how people are represented in a run or a dataset, and whether its responses treat them alike',
      )
      .argument(
        '<run|dataset>',
        "a run's name; or a file, folder or pattern, in any format that the reader knows",
      )
      .option('--recipe <recipe>', 'recipe with a section "bias", for a dataset; left out, the defaults')
      .option('--language <code>', "the texts' language, as in en; left out, the recipe's, else English")
      .option('--groups <file>', 'more words for groups, instead of the file that the recipe names')
      .option(
        '--counterfactuals <pairs>',
        'have so many tasks of a run answered with the group exchanged, and compare; English only',
        wholeNumber({ min: 10, max: 10_000 }),
      )
      .option(
        '--review <pairs>',
        'have people look at so many of the most unequal of them, side by side; of a run that has ended',
        wholeNumber({ min: 1, max: 1_000 }),
      )
      .option(
        '--attribute <name>',
        'attribute to exchange, as in gender; may be repeated; left out, all that can be',
        repeated,
        [],
      )
      .option('--stereotypes', 'also ask a language model whether it holds stereotypes for likelier')
      .option('--no-meaning', 'without embeddings: differences are told less surely')
      .option('-y, --yes', 'ask for nothing: neither downloads nor what counterfactuals cost')
      .addOption(datasetFormatOption())
      .addOption(columnOption())
      .action(async (named: string, options: BiasOptions, invoked: Command) => {
        const { auditBias } = await import('./bias/auditBias.js');
        const {
          recipe,
          language,
          groups,
          counterfactuals,
          review,
          attribute,
          stereotypes = false,
          meaning,
          yes = false,
        } = options;
        const { format, column: columns } = options;
        process.exitCode = await auditBias(
          {
            named,
            recipe,
            language,
            groups,
            counterfactuals,
            review,
            attributes: attribute,
            stereotypes,
            meaning,
            yes,
            format,
            columns,
          },
          surroundings(invoked),
        );
      });
  },
};

function repeated(given: string, before: readonly string[]): readonly string[] {
  return [...before, given];
}
