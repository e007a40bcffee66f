import { InvalidArgumentError, type Command } from 'commander';
import type { CommandDefinition } from '../terminal/commandDefinition';
import { wholeNumber } from '../terminal/optionValues';
import { surroundings } from '../terminal/surroundings';

interface UploadOptions {
  readonly to: string;
  readonly public?: boolean;
  readonly dryRun?: boolean;
  readonly split?: string;
  readonly rescreening?: number;
  readonly provenance?: boolean;
  readonly message?: string;
}

/** `seedbed upload`. */
export const uploadCommand: CommandDefinition = {
  name: 'upload',
  output: async () => (await import('./upload/output.js')).uploadOutput,
  define: (command) => {
    command
      .description(
        'put a run, or a folder that "export --format hf" wrote, on the hub of Hugging Face: as a private dataset, by the token in HF_TOKEN',
      )
      .argument('<run|folder>', "the run's name, for its newest run, or its whole key; or the folder")
      .requiredOption('--to <owner/name>', 'the dataset; it is made where there is none', ownerAndName)
      .option(
        '--public',
        'make it one that everybody can read; one that is public already is not written to without',
      )
      .option('--dry-run', 'say what would be sent, and send nothing')
      .option('--split <sizes>', 'of a run: divide it, as export does: train=0.9,test=0.1')
      .option(
        '--rescreening <number>',
        'of a run: what "seedbed rescreen" made, by its number',
        wholeNumber({ min: 1 }),
      )
      .option('--provenance', "with provenance.jsonl, which has reviewers' names in it")
      .option('--message <text>', "the commit's title")
      .action(async (named: string, options: UploadOptions, invoked: Command) => {
        const { uploadDataset } = await import('./upload/uploadDataset.js');
        const { to, public: isPublic = false, dryRun = false, provenance = false, ...rest } = options;
        process.exitCode = await uploadDataset(
          { named, to, isPublic, isDryRun: dryRun, withProvenance: provenance, ...rest },
          surroundings(invoked),
        );
      });
  },
};

function ownerAndName(given: string): string {
  if (!/^[A-Za-z0-9][\w.-]{0,95}\/[A-Za-z0-9][\w.-]{0,95}$/.test(given))
    throw new InvalidArgumentError('It must be an owner and a name: ana/garden');
  return given;
}
