import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { CodeJob } from '../../core/screening/code/codeJob';
import { limits } from './limits';
import type { SandboxMessage } from './messages';

/**
 * The process around one job: its thread runs the code, and this one watches what processor time that takes, which a loop without end can't
 * keep it from. It ends with the process that asked.
 */
const watchMs = 50;

process.once('disconnect', () => process.exit(0));
process.once('message', (job: CodeJob) => {
  const thread = new Worker(join(__dirname, 'sandboxThread.js'), {
    workerData: job,
    env: {},
    stdin: false,
    stdout: true,
    stderr: true,
    resourceLimits: { maxOldGenerationSizeMb: 128, stackSizeMb: 4 },
  });
  let begun: number | undefined;
  const used = (): number => {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1000;
  };
  const say = (message: SandboxMessage): void => void process.send?.(message);
  const watch = setInterval(() => {
    if (begun !== undefined && used() - begun > limits.cpuMs) {
      clearInterval(watch);
      say({ kind: 'end', ended: 'time' });
    }
  }, watchMs);
  thread.on('message', (message: SandboxMessage) => {
    if (message.kind === 'begins') begun = used();
    say(message);
  });
  thread.on('error', () => say({ kind: 'end', ended: 'machine' }));
});
