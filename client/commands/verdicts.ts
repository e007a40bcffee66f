import type { Command } from 'commander';
import { verdictKinds, type VerdictKind } from '../../core/vocabulary/verdict';
import type { CommandDefinition } from '../terminal/commandDefinition';
import { batchNumber } from '../terminal/optionValues';
import { surroundings } from '../terminal/surroundings';

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

/** `seedbed approve`, `reject`, `edit` and `unsure`. */
export const verdictCommands: readonly CommandDefinition[] = verdictKinds.map((verdict) => ({
  name: verdict,
  output: async () => (await import('../review/verdictsOutput.js')).verdictsOutput,
  define: (command) => {
    command
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
  },
}));
