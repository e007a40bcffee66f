import type { Command } from 'commander';
import type { CommandDefinition } from '../terminal/commandDefinition';
import { surroundings } from '../terminal/surroundings';

/** `seedbed worker`. */
export const workerCommand: CommandDefinition = {
  name: 'worker',
  output: async () => (await import('./worker/output.js')).workerOutput,
  define: (command) => {
    command
      .description(
        'work on runs until Ctrl-C, at TEMPORAL_ADDRESS and DATABASE_URL, else at the stack of this workspace',
      )
      .option(
        '--queues <list>',
        'what it works on, of: teacher, teacher:NAME (one endpoint), compute, run; separated by commas (default: all)',
      )
      .option(
        '--allow-code',
        'run code of responses in a sandbox, where a recipe asks for it (filters.runCode)',
      )
      .action(
        async ({ queues, allowCode = false }: { queues?: string; allowCode?: boolean }, invoked: Command) => {
          if (allowCode) (await import('../../adapters/workspace/allowCode.js')).allowCode();
          const { runWorker } = await import('./worker/runWorker.js');
          process.exitCode = await runWorker(surroundings(invoked), queues);
        },
      );
  },
};
