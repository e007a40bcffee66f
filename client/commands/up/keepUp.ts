import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import path from 'node:path';
import {
  hasOpened,
  openStack,
  stackUsers,
  type Stack,
  type StackAddresses,
  type StackOptions,
} from '../../../adapters/stack';
import { readConfiguration } from '../../../adapters/workspace/configuration';
import { UserError } from '../../../core/foundations/userError';
import { confirmDownload, StackReporter } from '../../connection/stackReporter';
import { workspaceFolder } from '../../connection/workspaceFolder';
import type { StackPage } from './stackPage';

export interface UpOptions {
  readonly detach?: boolean;
  readonly worker: boolean;
  readonly workers: number;
  readonly offline?: boolean;
  readonly yes?: boolean;
  readonly json?: boolean;
}

/** `seedbed up`: opens everything that runs need, and keeps it alive until Ctrl-C, or hands it to a process of its own. */
export async function keepUp(options: UpOptions): Promise<void> {
  const workspace = workspaceFolder();
  const interruption = untilInterrupted();
  const { models } = await readConfiguration(workspace);
  const stackOptions: StackOptions = {
    workspace,
    teacher: true,
    models,
    worker: options.worker,
    workers: options.workers,
    command: 'up',
    onEvent: new StackReporter().show,
    ...(options.offline === undefined ? {} : { offline: options.offline }),
    ...(options.yes === true ? {} : { confirm: confirmDownload }),
  };
  let opened = false;
  void interruption.then(() => opened || leaveHalfStarted());
  const stack = await openStack(stackOptions);
  opened = true;
  if (options.detach) {
    print(stack.addresses, undefined);
    await handOver(stack, options, workspace);
    return;
  }
  const page = await reviewPage(stack.addresses, workspace);
  print(stack.addresses, page?.url);
  process.stderr.write('Ctrl-C ends it. Runs that are open then go on with the next: seedbed up\n');
  const signal = await interruption;
  process.stderr.write(
    'Ending what nobody else uses; open runs are kept and go on with the next: seedbed up\n',
  );
  await page?.close();
  await stack.close();
  process.exit(signal === 'SIGINT' ? 130 : 0);

  function print(addresses: StackAddresses, url: string | undefined): void {
    const all = { ...addresses, ...(url !== undefined && { reviewUrl: url }) };
    process.stdout.write(options.json ? `${JSON.stringify(all)}\n` : describe(addresses, workspace, url));
  }
}

/** The page for reviewers. Runs need no page: where it can't be served, that is said, and everything else goes on. */
async function reviewPage(addresses: StackAddresses, workspace: string): Promise<StackPage | undefined> {
  const { serveStackPage } = await import('./stackPage.js');
  try {
    return await serveStackPage(addresses, workspace);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    process.stderr.write(`The review page is not served: ${reason}\n`);
    return undefined;
  }
}

/** Everything is up and fetched; a background process joins, inherits it as we close, and supervises it from then on. */
async function handOver(stack: Stack, options: UpOptions, workspace: string): Promise<void> {
  const keeper = stackUsers(workspace).find(
    (user) => user.command === 'up' && user.process.pid !== process.pid,
  );
  if (keeper !== undefined) {
    await stack.close();
    process.stderr.write(`Already kept running by pid ${keeper.process.pid}. End it with: seedbed down\n`);
    return;
  }
  const log = path.join(stack.addresses.logs, 'up.log');
  const output = openSync(log, 'a', 0o600);
  const program = process.argv[1] ?? '';
  const flags = [
    '--yes',
    ...(options.worker ? ['--workers', String(options.workers)] : ['--no-worker']),
    ...(options.offline ? ['--offline'] : []),
  ];
  const child = spawn(process.execPath, [program, 'up', ...flags], {
    detached: true,
    stdio: ['ignore', output, output],
    env: { ...process.env, SEEDBED_WORKSPACE: workspace },
  });
  closeSync(output);
  const joined = await hasOpened(
    workspace,
    child.pid ?? 0,
    () => child.exitCode === null && child.signalCode === null,
  );
  child.unref();
  await stack.close();
  if (!joined)
    throw new UserError('The background process ended before it took over.', {
      exitCode: 1,
      mend: `Read ${log}`,
    });
  const { linkOfStackPage } = await import('./stackPage.js');
  const link = await linkOfStackPage(workspace);
  process.stderr.write(
    `${link === undefined ? '' : `Review page    ${link}\n`}Detached: pid ${child.pid} keeps it running. Log: ${log}\nEnd it with: seedbed down\n`,
  );
}

function leaveHalfStarted(): never {
  process.stderr.write(
    'Interrupted. What had started is left running, and the next "seedbed up" goes on with it.\nEnd it with: seedbed down\n',
  );
  process.exit(130);
}

/** The first Ctrl-C or SIGTERM. From then on a second one ends this process at once; what runs is left for the next `up`. */
function untilInterrupted(): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    let interrupted = false;
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.on(signal, () => {
        if (interrupted) process.exit(130);
        interrupted = true;
        resolve(signal);
      });
    }
  });
}

function describe(addresses: StackAddresses, workspace: string, reviewUrl: string | undefined): string {
  const rows: [string, string | undefined][] = [
    ['Temporal UI', addresses.uiUrl],
    ['Temporal', `${addresses.temporalAddress} (namespace ${addresses.temporalNamespace})`],
    ['Database', addresses.databaseUrl],
    ['Local teacher', addresses.teacherUrl],
    ...Object.entries(addresses.models).map(([name, url]): [string, string] => [`Model ${name}`, url]),
    ['Review page', reviewUrl],
    ['Logs', addresses.logs],
    ['Workspace', workspace],
  ];
  return rows
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name.padEnd(14)} ${value}\n`)
    .join('');
}
