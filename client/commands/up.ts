import type { CommandDefinition } from '../terminal/commandDefinition';
import type { UpOptions } from './up/keepUp';

/** `seedbed up`: everything that runs need, kept alive until Ctrl-C or `seedbed down`. */
export const upCommand: CommandDefinition = {
  name: 'up',
  define: (command) => {
    command
      .description('Start Temporal, the database, the local teacher and a worker, and keep them alive.')
      .option('--detach', 'go on in the background; end it with: seedbed down')
      .option('--no-worker', 'start no worker')
      .option('--offline', 'never download')
      .option('--yes', 'download without asking')
      .option('--json', 'print the addresses as one JSON object')
      .action(async (options: UpOptions) => {
        const { keepUp } = await import('./up/keepUp.js');
        await keepUp(options);
      });
  },
};
