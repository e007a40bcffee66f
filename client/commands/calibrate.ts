import type { Command } from 'commander';
import type { CommandDefinition } from '../terminal/commandDefinition';
import { surroundings } from '../terminal/surroundings';

interface CalibrateOptions {
  readonly from: string;
  readonly label: string;
  readonly good?: string;
  readonly goal: string;
  readonly out: string;
  readonly wordsOnly?: boolean;
}

/** `seedbed calibrate`. */
export const calibrateCommand: CommandDefinition = {
  name: 'calibrate',
  output: async () => (await import('./calibrate/output.js')).calibrateOutput,
  define: (command) => {
    command
      .description(
        "fit the filters' thresholds, and a learned scorer, to labels of people; show what they are worth",
      )
      .argument('<scores>', 'a run, or a file that "seedbed screen" wrote')
      .requiredOption(
        '--from <labels>',
        'reviews, or a CSV or JSON lines file: id or instruction, and a label',
      )
      .option('--label <column>', 'the column that says good or bad', 'label')
      .option('--good <condition>', "which rows are good instead, as in 'rating>=4'")
      .option(
        '--goal <goal>',
        'what thresholds are to reach: falseAlarms=0.03, precision=0.9 or f1',
        'falseAlarms=0.03',
      )
      .option('--out <file>', 'where the calibration goes', 'calibration.json')
      .option('--words-only', 'let the scorer read words and no embeddings, so that any worker can use it')
      .action(async (scores: string, options: CalibrateOptions, invoked: Command) => {
        const { calibrateScores } = await import('./calibrate/calibrateScores.js');
        const { from, label, good, goal, out, wordsOnly = false } = options;
        process.exitCode = await calibrateScores(
          { scores, from, label, good, goal, out, wordsOnly },
          surroundings(invoked),
        );
      });
  },
};
