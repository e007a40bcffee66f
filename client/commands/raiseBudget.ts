import { Option, type Command } from 'commander';
import type { CommandDefinition } from '../terminal/commandDefinition';
import { amountOfDollars, wholeNumber } from '../terminal/optionValues';
import { surroundings } from '../terminal/surroundings';

interface RaiseOptions {
  readonly usd?: number;
  readonly tokens?: number;
  readonly requests?: number;
  readonly role?: string;
}

/** `seedbed raise-budget`. */
export const raiseBudgetCommand: CommandDefinition = {
  name: 'raise-budget',
  output: async () => (await import('../runs/statusOutput.js')).changedOutput,
  define: (command) => {
    command
      .description('give a run a higher limit, and go on where it was paused for that')
      .argument('[run]', "the run's name; left out, the only open one")
      .option('--usd <dollars>', 'the new limit in US dollars', amountOfDollars)
      .option('--tokens <tokens>', 'the new limit in tokens', wholeNumber({ min: 1 }))
      .option('--requests <requests>', 'the new limit in requests', wholeNumber({ min: 1 }))
      .addOption(
        new Option('--role <role>', "of this role, within the run's").choices([
          'propose',
          'respond',
          'judge',
          'classify',
        ]),
      )
      .action(async (run: string | undefined, options: RaiseOptions, invoked: Command) => {
        const { usd, tokens, requests, role } = options; // and what every command understands
        const payload = {
          ...(usd !== undefined && { usd }),
          ...(tokens !== undefined && { tokens }),
          ...(requests !== undefined && { requests }),
          ...(role !== undefined && { role }),
        };
        const { changeRun } = await import('../runs/changeRun.js');
        const change = { command: 'raise-budget', update: 'raiseBudget', payload } as const;
        process.exitCode = await changeRun(change, run, surroundings(invoked));
      });
  },
};
