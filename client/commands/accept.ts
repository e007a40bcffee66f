import type { Command } from 'commander';
import type { CommandDefinition } from '../terminal/commandDefinition';
import { wholeNumber } from '../terminal/optionValues';
import { surroundings } from '../terminal/surroundings';

/** `seedbed accept`. */
export const acceptCommand: CommandDefinition = {
  name: 'accept',
  output: async () => (await import('./accept/output.js')).acceptOutput,
  define: (command) => {
    command
      .description('put into force what a run proposes to change after its reviews')
      .argument('<run>', "the run's name")
      .requiredOption(
        '--calibration <version>',
        'thresholds, and a learned scorer, fitted to verdicts',
        wholeNumber({ min: 1 }),
      )
      .option('--reviewer <name>', 'who accepts (env: SEEDBED_REVIEWER); left out, who was asked once')
      .action(async (run: string, options: { calibration: number; reviewer?: string }, invoked: Command) => {
        const { acceptCalibration } = await import('./accept/acceptCalibration.js');
        const { calibration, reviewer } = options;
        process.exitCode = await acceptCalibration({ run, calibration, reviewer }, surroundings(invoked));
      });
  },
};
