import type { Command } from 'commander';
import type { z } from 'zod';

/**
 * A command of the command line, as its file in `client/commands` gives it and `client/commands/index.ts` lists it: all that
 * the program, its help, the completion and the JSON schema of outputs are made of.
 *
 * The file of a definition is loaded by every start, `--help` too: it imports types, and what is needed only when the command
 * runs inside the action.
 */
export interface CommandDefinition {
  /** What people type. */
  readonly name: string;
  /** Adds the description, arguments, options, action, and commands of its own. Options that all commands have come by themselves. */
  readonly define: (command: Command) => void;
  /** What it prints with `--json`; left out where no schema is promised. */
  readonly output?: () => Promise<z.ZodType>;
}
