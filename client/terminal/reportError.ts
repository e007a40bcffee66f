import { appendFileSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../../core/foundations/userError';
import { exitCodes } from './exitCodes';
import type { Terminal } from './terminal';
import { makeFolderSync } from '../../adapters/files/makeFolder';

/**
 * The one place that tells people of an error: what happened, why, and on the last line what to type or do. Errors that nobody
 * foresaw go to the log with their stack, which the terminal shows with --debug only. Returns the exit code.
 */
export function reportError(error: unknown, terminal: Terminal, workspace: string): number {
  const { debug, json } = terminal.options;
  const known = error instanceof UserError;
  const message = known ? error.message : wordsOf(error);
  const stack = error instanceof Error ? describeWithCauses(error) : message;
  const exitCode = known ? error.exitCode : exitCodes.failed;
  const mend = known ? error.mend : unforeseenMend(log(stack, workspace), debug === true);

  if (json) terminal.printJson({ error: { message, mend: mend ?? null, exitCode } });
  const colors = terminal.errorColors;
  terminal.warn(`${colors.red('Error:')} ${message}`);
  if (debug) terminal.warn(colors.dim(stack));
  if (mend !== undefined) terminal.warn(mend);
  return exitCode;
}

/** What happened, with what lies at the bottom of it: "Failed to describe workflow: no space left on device". */
function wordsOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const own = error.message || error.name;
  let last: Error = error;
  for (let depth = 0; last.cause instanceof Error && depth < maxCauses; depth++) last = last.cause;
  const details = 'details' in last && typeof last.details === 'string' ? last.details : '';
  const cause = details || last.message;
  return cause === '' || own.includes(cause) ? own : `${own.replace(/[.:]$/u, '')}: ${cause}`;
}

/** A cause may be its own. */
const maxCauses = 8;

function unforeseenMend(logFile: string | undefined, debug: boolean): string {
  const where = logFile === undefined ? '' : `The whole story is in ${logFile}. `;
  return debug ? `${where}seedbed doctor` : `${where}See where it happened: the same command with --debug`;
}

function log(stack: string, workspace: string): string | undefined {
  try {
    if (!existsSync(join(workspace, '.seedbed'))) return undefined;
    const folder = join(workspace, '.seedbed', 'logs');
    makeFolderSync(folder);
    const file = join(folder, 'seedbed.log');
    appendFileSync(file, `${new Date().toISOString()} ${process.argv.slice(2).join(' ')}\n${stack}\n`);
    return file;
  } catch {
    return undefined; // a full or read-only disk must not hide the error itself
  }
}

function describeWithCauses(error: Error): string {
  const own = error.stack ?? error.message;
  return error.cause instanceof Error ? `${own}\ncaused by ${describeWithCauses(error.cause)}` : own;
}
