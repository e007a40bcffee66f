import type { Command } from 'commander';
import type { CommandDefinition } from '../terminal/commandDefinition';
import { amountOfDollars, wholeNumber } from '../terminal/optionValues';
import { surroundings } from '../terminal/surroundings';

interface ExtendOptions {
  readonly target?: number;
  readonly usd?: number;
  readonly detach?: boolean;
  readonly yes?: boolean;
}

/** `seedbed extend`. */
export const extendCommand: CommandDefinition = {
  name: 'extend',
  output: async () => (await import('./run/output.js')).runOutput,
  define: (command) => {
    command
      .description(
        'give a run that has ended more pairs: it goes on by its own recipe, and keeps what it has',
      )
      .argument('[run]', "the run's name; left out, the newest")
      .option(
        '--target <pairs>',
        'accepted pairs that it is to have in all; left out, as many as it was to have',
        wholeNumber({ min: 1 }),
      )
      .option(
        '--usd <dollars>',
        'its budget: the most that it may spend in all, in US dollars',
        amountOfDollars,
      )
      .option('--detach', 'start it and come back; needs "seedbed up" or a worker elsewhere')
      .option('--yes', 'agree beforehand: to what it costs, and to downloads')
      .action(async (run: string | undefined, options: ExtendOptions, invoked: Command) => {
        const around = surroundings(invoked);
        const { extendRun } = await import('./extend/extendRun.js');
        const { target, usd, detach = false, yes = false } = options;
        process.exitCode = await extendRun({ run, target, budget: usd, detach, yes }, around);
      });
  },
};
