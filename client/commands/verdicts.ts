import { InvalidArgumentError, type Command } from 'commander';
import type { VerdictKind } from '../../core/vocabulary/verdict';
import { surroundings } from '../command';
import { batchNumber } from './review';

interface VerdictOptions {
  readonly items: string;
  readonly reviewer?: string;
  readonly reason?: string;
  readonly batch?: number;
  readonly flag?: boolean;
  readonly instruction?: string;
  /** The new text; true or false where it is the shared option. */
  readonly input?: string | boolean;
  readonly response?: string;
  readonly file?: string;
}

const descriptions: Readonly<Record<VerdictKind, string>> = {
  approve: 'approve pairs that wait for review',
  reject: 'reject pairs that wait for review',
  edit: 'approve a pair with other texts',
  unsure: 'mark pairs of which you are not sure',
};

/** Adds `seedbed approve`, `reject`, `edit` and `unsure`. */
export function addVerdictCommands(program: Command): void {
  for (const verdict of ['approve', 'reject', 'edit', 'unsure'] as const) {
    const command = program
      .command(verdict)
      .description(descriptions[verdict])
      .argument('<run>', "the run's name")
      .requiredOption('--items <numbers>', 'as in 1,2,5-9; "all" is what waits for you')
      .option('--reviewer <name>', 'who decides (env: SEEDBED_REVIEWER); left out, who was asked once')
      .option('--reason <text>', 'why')
      .option('--batch <number>', 'which batch; left out, the only open one', batchNumber)
      .option('--flag', 'mark them for somebody to look at');
    if (verdict === 'edit') {
      command
        .option('--instruction <text>', 'the new instruction')
        .option('--input <text>', 'the new input')
        .option('--response <text>', 'the new response')
        .option('--file <json>', 'the new texts: {"instruction", "input", "response"}, each optional');
    }
    command.action(async (run: string, options: VerdictOptions, invoked: Command) => {
      const { giveVerdicts } = await import('../review/giveVerdicts.js');
      const { items, reviewer, reason, batch, flag = false, file } = options;
      const { instruction, input, response } = options;
      const edit = {
        ...(instruction !== undefined && { instruction }),
        ...(typeof input === 'string' && { input }),
        ...(response !== undefined && { response }),
      };
      process.exitCode = await giveVerdicts(
        { verdict, run, items, reviewer, reason, batch, flag, edit, file },
        surroundings(invoked),
      );
    });
  }
}

/** Adds `seedbed accept`. */
export function addAcceptCommand(program: Command): void {
  program
    .command('accept')
    .description('put into force what a run proposes to change after its reviews')
    .argument('<run>', "the run's name")
    .requiredOption(
      '--calibration <version>',
      'thresholds, and a learned scorer, fitted to verdicts',
      version,
    )
    .option('--reviewer <name>', 'who accepts (env: SEEDBED_REVIEWER); left out, who was asked once')
    .action(async (run: string, options: { calibration: number; reviewer?: string }, command: Command) => {
      const { acceptCalibration } = await import('../review/acceptCalibration.js');
      const { calibration, reviewer } = options;
      process.exitCode = await acceptCalibration({ run, calibration, reviewer }, surroundings(command));
    });
}

function version(given: string): number {
  if (!/^[1-9]\d{0,5}$/.test(given))
    throw new InvalidArgumentError('It must be a whole number of at least 1.');
  return Number(given);
}
