import type { Command } from 'commander';
import type { CommandDefinition } from '../terminal/commandDefinition';
import { wholeNumber } from '../terminal/optionValues';
import { surroundings } from '../terminal/surroundings';

interface RateOptions {
  readonly requestsPerMinute?: number;
  readonly asConfigured?: boolean;
  readonly endpoint?: string;
}

/** `seedbed set-rate`. */
export const setRateCommand: CommandDefinition = {
  name: 'set-rate',
  output: async () => (await import('../runs/statusOutput.js')).changedOutput,
  define: (command) => {
    command
      .description('bound the requests a minute of what a run asks, for all workers and at once')
      .argument('[run]', "the run's name; left out, the only open one")
      .option('--requests-per-minute <requests>', 'most requests a minute', wholeNumber({ min: 1 }))
      .option('--as-configured', "no bound but the configuration's any more")
      .option('--endpoint <name>', 'of this endpoint; left out, of all that the run asks')
      .action(async (run: string | undefined, options: RateOptions, invoked: Command) => {
        const { requestsPerMinute, asConfigured = false, endpoint } = options;
        if ((requestsPerMinute !== undefined) === asConfigured)
          invoked.error('error: give either --requests-per-minute or --as-configured');
        const payload = {
          requestsPerMinute: requestsPerMinute ?? null,
          ...(endpoint !== undefined && { endpoint }),
        };
        const { changeRun } = await import('../runs/changeRun.js');
        process.exitCode = await changeRun(
          { command: 'set-rate', update: 'setRate', payload },
          run,
          surroundings(invoked),
        );
      });
  },
};
