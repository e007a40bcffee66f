import { Argument, InvalidArgumentError, type Command } from 'commander';
import type { CommandDefinition } from '../terminal/commandDefinition';
import { surroundings } from '../terminal/surroundings';

const shells = ['bash', 'zsh'];

/** `seedbed completion`. The script that it prints asks `seedbed completion runs` for the names of runs. */
export const completionCommand: CommandDefinition = {
  name: 'completion',
  define: (command) => {
    command
      .description('print a completion script, run names included: source <(seedbed completion bash)')
      .addArgument(new Argument('<shell>', 'bash or zsh').choices(shells).argParser(shellOrRuns))
      .action(async (shell: string, _options: unknown, invoked: Command) => {
        const { terminal, workspace, interruption } = surroundings(invoked);
        interruption.end();
        if (shell === 'runs') {
          const { runNames } = await import('./completion/runNames.js');
          return terminal.print(await runNames(workspace));
        }
        const { completionScript } = await import('./completion/completionScript.js');
        const { readyRecipeNames } = await import('../../adapters/workspace/readyRecipes.js');
        const program = invoked.parent as Command;
        terminal.print(completionScript(program, await readyRecipeNames(), shell === 'zsh'));
      });
  },
};

function shellOrRuns(given: string): string {
  if (given === 'runs' || shells.includes(given)) return given;
  throw new InvalidArgumentError(`Allowed choices are ${shells.join(', ')}.`);
}
