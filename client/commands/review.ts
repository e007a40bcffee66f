import { InvalidArgumentError, type Command } from 'commander';
import type { CommandDefinition } from '../terminal/commandDefinition';
import { batchNumber } from '../terminal/optionValues';
import { surroundings } from '../terminal/surroundings';

interface ReviewOptions {
  readonly reviewer?: string;
  readonly batch?: number;
  readonly assisted?: boolean;
  readonly web?: boolean;
  readonly port?: number;
  readonly lan?: boolean;
}

interface FileOptions {
  readonly reviewer?: string;
  readonly batch?: number;
}

/** `seedbed review [run]` and `seedbed review list|export|import`. */
export const reviewCommand: CommandDefinition = {
  name: 'review',
  output: async () => (await import('./review/output.js')).reviewOutput,
  define: (command) => {
    command
      .description('decide on the pairs that wait for people, here or with --web in a browser')
      .enablePositionalOptions()
      .argument('[run]', "the run's name; left out, the one that waits for review")
      .option('--reviewer <name>', 'who decides (env: SEEDBED_REVIEWER); left out, who was asked once')
      .option('--batch <number>', 'one batch, also one that has ended; left out, all open ones', batchNumber)
      .option('--assisted', "show the machine's scores before the verdict; kept with every verdict")
      .option('--web', 'serve the page, and print its link; until Ctrl-C')
      .option('--port <port>', "the page's port", port)
      .option('--lan', 'let others on this network open the page, each with a link of their own')
      .action(async (run: string | undefined, options: ReviewOptions, invoked: Command) => {
        const { reviewRun } = await import('./review/reviewRun.js');
        const { reviewer, batch, assisted = false, web = false, lan = false } = options;
        process.exitCode = await reviewRun(
          { run, reviewer, batch, assisted, web, lan, port: options.port },
          surroundings(invoked),
        );
      });

    command
      .command('list')
      .description('batches, how much of them is decided, and when they are due')
      .argument('[run]', "the run's name; left out, all runs")
      .action(async (run: string | undefined, _options: unknown, invoked: Command) => {
        const { listReviews } = await import('./review/reviewRun.js');
        process.exitCode = await listReviews(run, surroundings(invoked));
      });

    withBatch(command.command('export'))
      .description('items for a spreadsheet, to be filled in and imported')
      .argument('<run>', "the run's name")
      .requiredOption('--out <file>', 'where to; .csv or .jsonl')
      .option('--reviewer <name>', 'whose verdicts are filled in; left out, none')
      .action(async (run: string, options: FileOptions & { out: string }, invoked: Command) => {
        const { exportReview } = await import('./review/reviewFiles.js');
        const { out, reviewer, batch } = options;
        process.exitCode = await exportReview({ run, out, reviewer, batch }, surroundings(invoked));
      });

    withBatch(command.command('import'))
      .description('verdicts from a file that was exported; what counted already counts once')
      .argument('<run>', "the run's name")
      .argument('<file>', 'with the columns item and verdict; .csv or .jsonl')
      .option('--reviewer <name>', 'who decided (env: SEEDBED_REVIEWER); left out, who was asked once')
      .action(async (run: string, file: string, options: FileOptions, invoked: Command) => {
        const { importReview } = await import('./review/reviewFiles.js');
        const { reviewer, batch } = options;
        process.exitCode = await importReview({ run, file, reviewer, batch }, surroundings(invoked));
      });
  },
};

function withBatch(command: Command): Command {
  return command.option('--batch <number>', 'one batch; left out, all open ones', batchNumber);
}

function port(given: string): number {
  if (!/^\d{1,5}$/.test(given) || Number(given) > 65_535)
    throw new InvalidArgumentError('It must be a port, from 0 to 65535.');
  return Number(given);
}
