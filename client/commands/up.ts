import type { CommandDefinition } from '../terminal/commandDefinition';
import { InvalidArgumentError } from 'commander';
import type { UpOptions } from './up/keepUp';

/** `seedbed up`: everything that runs need, kept alive until Ctrl-C or `seedbed down`. */
export const upCommand: CommandDefinition = {
  name: 'up',
  define: (command) => {
    command
      .description('Start Temporal, the database, the local teacher and workers, and keep them alive.')
      .option('--detach', 'go on in the background; end it with: seedbed down')
      .option('--workers <number>', 'how many workers; they share what endpoints allow', numberOfWorkers, 1)
      .option('--no-worker', 'start no worker')
      .option(
        '--allow-code',
        'run code of responses in a sandbox, where a recipe asks for it (filters.runCode)',
      )
      .option('--offline', 'never download')
      .option('--yes', 'download without asking')
      .option('--json', 'print the addresses as one JSON object')
      .action(async ({ allowCode = false, ...options }: UpOptions & { allowCode?: boolean }) => {
        if (allowCode) (await import('../../adapters/workspace/allowCode.js')).allowCode();
        const { keepUp } = await import('./up/keepUp.js');
        await keepUp(options);
      });
  },
};

/** A worker takes a core under load, and some hundred megabytes. */
const mostWorkers = 64;

function numberOfWorkers(text: string): number {
  const number = /^\d+$/.test(text) ? Number(text) : NaN;
  if (number >= 1 && number <= mostWorkers) return number;
  throw new InvalidArgumentError(
    `Expected a number of workers from 1 to ${mostWorkers}; none at all is --no-worker.`,
  );
}
