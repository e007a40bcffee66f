import { Command } from 'commander';
import { commands } from './commands';
import { addSharedOptions } from './terminal/surroundings';

const afterHelp = `
First time:      seedbed demo
Exit codes:      0 done, 1 failed, 2 wrong usage or configuration, 3 ended below its target,
                 4 key or permission, 5 waiting for a person, 6 budget reached, 130 interrupted
`;

/** The command line. Everything heavy is loaded by the command that needs it: --help must not wait for Temporal's client. */
export function createProgram(version: string, definitions = commands): Command {
  const program = new Command('seedbed');
  program
    .description('Instruction-response datasets, grown from a few seed tasks by durable Temporal workflows.')
    .version(version, '-V, --version')
    .addHelpText('after', afterHelp)
    .enablePositionalOptions() // what follows the command's name is the command's
    .exitOverride();
  for (const { name, define } of definitions) define(program.command(name));
  shareOptions(program, 'seedbed');
  return program;
}

/** @param typed What is typed to get at the command. */
function shareOptions(command: Command, typed: string): void {
  addSharedOptions(command);
  command.showHelpAfterError(`See: ${typed} --help`);
  for (const inner of command.commands) shareOptions(inner, `${typed} ${inner.name()}`);
}
