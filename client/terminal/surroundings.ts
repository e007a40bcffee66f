import type { Command } from 'commander';
import { Interruption } from './interruption';
import { Terminal, type SharedOptions } from './terminal';

/** Adds the options that every command understands, except those that a command has already. */
export function addSharedOptions(command: Command): void {
  const shared: readonly [flags: string, description: string][] = [
    ['--workspace <dir>', 'folder with recipes and .seedbed, as if started there (env: SEEDBED_WORKSPACE)'],
    ['--json', 'results as JSON on stdout'],
    ['-q, --quiet', 'only results and errors'],
    ['-v, --verbose', 'more of what happens'],
    ['--debug', 'stack traces of errors'],
    ['--log-level <level>', "of the worker's log: trace to fatal, or silent (env: SEEDBED_LOG_LEVEL)"],
    ['--no-input', 'never ask'],
    ['--offline', 'never download'],
  ];
  for (const [flags, description] of shared) {
    const long = flags.split(/[ ,]+/).find((part) => part.startsWith('--'));
    if (command.options.some((option) => option.long === long)) continue;
    command.option(flags, description);
  }
}

/** A command's surroundings, made when it runs. */
export interface Surroundings {
  readonly terminal: Terminal;
  readonly workspace: string;
  readonly interruption: Interruption;
}

/** What an action works with: where it prints, the workspace (the current folder, `--workspace` applied), and Ctrl-C. */
export function surroundings(command: Command): Surroundings {
  const terminal = new Terminal(command.opts<SharedOptions>());
  const interruption = new Interruption(() => {
    terminal.live?.end(true);
    terminal.warn('Forced to quit. Servers that this command started may go on for now: seedbed down');
  });
  return { terminal, workspace: process.cwd(), interruption };
}
