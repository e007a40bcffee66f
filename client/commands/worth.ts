import { Option, type Command } from 'commander';
import type { DatasetFormat } from '../../core/dataset/readers/datasetFormat';
import type { CommandDefinition } from '../terminal/commandDefinition';
import { columnOption, datasetFormatOption } from '../terminal/datasetOptions';
import { wholeNumber } from '../terminal/optionValues';
import { surroundings } from '../terminal/surroundings';

interface WorthOptions {
  readonly against?: string;
  readonly heldOut?: string;
  readonly spoil?: boolean;
  readonly seeds: number;
  readonly tokens: number;
  readonly model?: string;
  readonly device: 'auto' | 'cpu' | 'cuda' | 'mps';
  readonly threads?: number;
  readonly python?: string;
  readonly yes?: boolean;
  readonly format: DatasetFormat | 'auto';
  readonly column: Readonly<Record<string, string>>;
}

/** `seedbed worth`. */
export const worthCommand: CommandDefinition = {
  name: 'worth',
  output: async () => (await import('./worth/output.js')).worthOutput,
  define: (command) => {
    command
      .description(
        'what a dataset is worth: train a small model on it, and on another, and compare; no teacher, no judge',
      )
      .argument('<dataset>', 'file, folder or pattern, in any format that the reader knows')
      .option('--against <dataset>', 'another; left out, the model as it was before')
      .option('--held-out <file>', 'pairs to measure by; left out, pairs of our own')
      .option(
        '--spoil',
        'also train on the dataset with its responses exchanged, which must come out worse',
      )
      .option('--seeds <count>', 'trainings of each set', wholeNumber({ min: 2, max: 10 }), 3)
      .option(
        '--tokens <count>',
        'of responses, that each training learns from; a graphics card takes many more',
        wholeNumber({ min: 400, max: 100_000_000 }),
        8_000,
      )
      .option('--model <path>', 'GGUF file, or folder of a model; left out, the local one')
      .addOption(
        new Option('--device <device>', 'what trains').choices(['auto', 'cpu', 'cuda', 'mps']).default('auto'),
      )
      .option('--threads <count>', 'of a processor; left out, torch decides', wholeNumber({ min: 1, max: 999 }))
      .option('--python <path>', 'a Python that has torch and transformers (env: SEEDBED_PYTHON)')
      .option('-y, --yes', 'do not ask before torch is installed')
      .addOption(datasetFormatOption())
      .addOption(columnOption())
      .action(async (dataset: string, options: WorthOptions, invoked: Command) => {
        const { against, heldOut, model, python, threads = null, spoil = false, yes = false, ...others } = options;
        const { seeds, tokens, device, format, column: columns } = others;
        const { measureDatasets } = await import('./worth/measureDatasets.js');
        process.exitCode = await measureDatasets(
          { ...{ dataset, against, heldOut, model, python, threads, spoil, yes }, ...{ seeds, tokens, device, format, columns } },
          surroundings(invoked),
        );
      });
  },
}; // prettier-ignore
