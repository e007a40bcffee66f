import type { Command } from 'commander';
import type { CommandDefinition } from '../terminal/commandDefinition';
import { wholeNumber } from '../terminal/optionValues';
import { surroundings } from '../terminal/surroundings';

/** `seedbed change-target`. */
export const changeTargetCommand: CommandDefinition = {
  name: 'change-target',
  output: async () => (await import('../runs/statusOutput.js')).changedOutput,
  define: (command) => {
    command
      .description('have a run end at another number of pairs')
      .argument('[run]', "the run's name; left out, the only open one")
      .requiredOption('--target <pairs>', 'accepted pairs at which it ends', wholeNumber({ min: 1 }))
      .action(async (run: string | undefined, { target }: { target: number }, invoked: Command) => {
        const { changeRun } = await import('../runs/changeRun.js');
        const change = {
          command: 'change-target',
          update: 'changeTarget',
          payload: { pairs: target },
        } as const;
        process.exitCode = await changeRun(change, run, surroundings(invoked));
      });
  },
};
