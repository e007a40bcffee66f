import { Runtime } from '@temporalio/worker';
import { UserError } from '../core/foundations/userError';
import { endWithStarter } from './endWithStarter';
import { createLog, readLogLevel, temporalLog } from './log';
import { startWorker, type RunningWorker } from './startWorker';

/** The worker as a process. It says `worker ready` on standard output when it polls, and ends on SIGTERM or SIGINT. */
async function main(): Promise<void> {
  const log = createLog(readLogLevel(process.env));
  Runtime.install({ logger: temporalLog(log), shutdownSignals: [] });
  let started: RunningWorker | undefined;
  endWithStarter(process.env, () => (started ? started.stop() : process.exit(1)));
  const worker = (started = await startWorker(process.env, log));
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => worker.stop());
  process.stdout.write(`worker ready: endpoints ${worker.endpoints.join(', ') || 'none'}\n`);
  if (worker.unserved.length > 0) {
    process.stdout.write(
      `Files that nobody serves for this worker, so that it is none who asks them: ${worker.unserved.join(', ')}. "seedbed up" serves those of its workspace; elsewhere SEEDBED_SERVED_MODELS names their addresses.\n`,
    );
  }
  if (!worker.searchAttributes) {
    process.stdout.write(
      "Temporal doesn't know Seedbed's search attributes, and this worker may not add them: runs go without.\n",
    );
  }
  process.send?.({ type: 'ready' });
  await worker.ended;
}

main().catch((error: unknown) => {
  process.stderr.write(
    `${error instanceof UserError ? error.message : error instanceof Error ? error.stack : String(error)}\n`,
  );
  process.exitCode = error instanceof UserError ? 2 : 1;
});
