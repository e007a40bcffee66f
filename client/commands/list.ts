import { InvalidArgumentError, type Command } from 'commander';
import { surroundings } from '../command';

/** Adds `seedbed list`. */
export function addListCommand(program: Command): void {
  program
    .command('list')
    .description('runs of this workspace, newest first')
    .option('--limit <runs>', 'how many', positive, 20)
    .action(async ({ limit }: { limit: number }, command: Command) => {
      const { showList } = await import('../showRuns.js');
      process.exitCode = await showList(limit, surroundings(command));
    });
}

function positive(given: string): number {
  if (!/^[1-9]\d{0,5}$/.test(given))
    throw new InvalidArgumentError('It must be a whole number of at least 1.');
  return Number(given);
}
