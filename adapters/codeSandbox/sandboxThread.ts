import { parentPort, workerData } from 'node:worker_threads';
import type { CodeJob } from '../../core/screening/code/codeJob';
import type { SandboxMessage } from './messages';
import { runJavaScript } from './runJavaScript';
import { runPython } from './runPython';

/** The thread in which code runs. */
const job = workerData as CodeJob;
const say = (message: SandboxMessage): void => parentPort!.postMessage(message);
const run = job.language === 'python' ? runPython : runJavaScript;
run(job, say).then(
  () => say({ kind: 'end' }),
  () => say({ kind: 'end', ended: 'machine' }),
);
