#!/usr/bin/env node
import './terminal/keepCompiled'; // first, for what follows
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { CommanderError, type Command } from 'commander';
import { UserError } from '../core/foundations/userError';
import { logLevels } from '../core/run/logLevels';
import { programOf, typeHintsAs } from './terminal/asTyped';
import { exitCodes } from './terminal/exitCodes';
import { createProgram } from './program';
import { reportError } from './terminal/reportError';
import { requireWorkspace } from './terminal/requireWorkspace';
import { Terminal, type SharedOptions } from './terminal/terminal';

/** The command that is being run, for whoever reports its errors. */
let options: SharedOptions = {};

async function main(): Promise<void> {
  // A reader that goes away (head, less) ends a command quietly.
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
      process.exit(exitCodes.done);
    });
  }
  const program = createProgram(versionOfPackage());
  program.hook('preAction', prepare);
  try {
    await program.parseAsync();
  } catch (error) {
    if (error instanceof CommanderError)
      process.exitCode = error.exitCode === 0 ? exitCodes.done : exitCodes.usage;
    else process.exitCode = reportError(error, new Terminal(options), process.cwd());
  }
}

/** What the shared options mean to everything that runs later, in whichever process. */
function prepare(program: Command, command: Command): void {
  for (const [name, value] of Object.entries(program.opts())) {
    if (program.getOptionValueSource(name) === 'cli') command.setOptionValueWithSource(name, value, 'cli');
  }
  const given = command.opts<SharedOptions & { workspace?: string; logLevel?: string }>();
  options = given;
  if (given.offline) process.env['SEEDBED_OFFLINE'] = '1';
  if (given.logLevel !== undefined) process.env['SEEDBED_LOG_LEVEL'] = requireLogLevel(given.logLevel);
  typeHintsAs({
    program: programOf(process.env),
    workspace: given.workspace,
    commands: program.commands.map((one) => one.name()),
  });
  const workspace = given.workspace ?? process.env['SEEDBED_WORKSPACE'];
  if (!workspace) return;
  const folder = requireWorkspace(workspace);
  process.chdir(folder);
  process.env['SEEDBED_WORKSPACE'] = folder;
}

function requireLogLevel(given: string): string {
  const level = logLevels.find((one) => one === given.toLowerCase());
  if (level !== undefined) return level;
  throw new UserError(`"${given}" is no level of the log.`, { mend: `Give one of ${logLevels.join(', ')}.` });
}

function versionOfPackage(): string {
  for (let folder = __dirname; ; folder = dirname(folder)) {
    const file = join(folder, 'package.json');
    if (existsSync(file)) return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
  }
}

/** Ends when all is written, rather than when the last idle connection has timed out. */
async function exitWhenWritten(): Promise<never> {
  for (const stream of [process.stdout, process.stderr])
    await new Promise((written) => stream.write('', written));
  process.exit();
}

void main().then(exitWhenWritten);
