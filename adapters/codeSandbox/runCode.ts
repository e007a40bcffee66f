import { fork } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../../core/foundations/userError';
import type { CallOutcome, CodeOutcome, RunCode } from '../../core/screening/code/codeJob';
import { packageRoot } from '../workspace/packageRoot';
import { limits } from './limits';
import type { SandboxMessage } from './messages';

/**
 * Runs a job in a process of its own, which is killed when the job is over, whatever it does. The process has an empty environment; the code
 * within sees nothing of it.
 */
export const runCode: RunCode = (job, signal) =>
  new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const child = fork(builtServer(), [], {
      env: {},
      cwd: packageRoot(),
      execArgv: ['--max-old-space-size=256', '--wasm-lazy-compilation'],
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    let loaded: CodeOutcome['loaded'] = { is: 'unreached' };
    const calls: CallOutcome[] = [];
    const over = (ended?: CodeOutcome['ended']): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', aborted);
      child.kill('SIGKILL');
      resolve({ loaded, calls, ...(ended && { ended }) });
    };
    const aborted = (): void => {
      clearTimeout(timer);
      child.kill('SIGKILL');
      reject(signal!.reason as Error);
    };
    const timer = setTimeout(() => over('machine'), limits.wallMs);
    signal?.addEventListener('abort', aborted, { once: true });
    child.on('message', (message: SandboxMessage) => {
      if (message.kind === 'loaded') loaded = message.loaded;
      else if (message.kind === 'call' && calls.length < job.calls.length) calls.push(message.outcome);
      else if (message.kind === 'end') over(message.ended);
    });
    child.once('error', () => over('machine'));
    child.once('exit', () => over('machine'));
    child.send(job, (error) => {
      if (error !== null) over('machine');
    });
  });

/** The built process, from wherever this file runs: built itself, or straight from its source under a test. */
function builtServer(): string {
  const entry = join(packageRoot(), 'dist', 'adapters', 'codeSandbox', 'sandboxServer.js');
  if (existsSync(entry)) return entry;
  throw new UserError(`${entry} is missing: Seedbed is not built.`, { mend: 'npm run build' });
}
