import type { Command } from 'commander';
import type { CommandDefinition } from '../terminal/commandDefinition';
import { surroundings } from '../terminal/surroundings';

/** `seedbed reproduce`. */
export const reproduceCommand: CommandDefinition = {
  name: 'reproduce',
  output: async () => (await import('./reproduce/output.js')).reproduceOutput,
  define: (command) => {
    command
      .description(
        'make a version of a dataset again, from the recipe and the ledger, without asking any teacher, and compare every byte',
      )
      .argument('<version>', 'as "seedbed datasets" lists it: garden@3')
      .option('--out <path>', 'a new folder, or file, where it is left; left out, it is only compared')
      .option(
        '--allow-code',
        'load modules of the workspace, and run code of responses, where the recipe asks for it',
      )
      .action(
        async (
          version: string,
          { out, allowCode: allows }: { out?: string; allowCode?: boolean },
          invoked: Command,
        ) => {
          if (allows) (await import('../../adapters/workspace/allowCode.js')).allowCode();
          const { reproduceVersion } = await import('./reproduce/reproduceVersion.js');
          process.exitCode = await reproduceVersion({ version, out }, surroundings(invoked));
        },
      );
  },
};
