import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import {
  findStack,
  servedModelsValue,
  workerAllocation,
  workerArguments,
  workerEnvironment,
} from '../../../adapters/stack';
import { readConfiguration, servedModelsVariable } from '../../../adapters/workspace/configuration';
import { queuesVariable, readWorkerQueues } from '../../../workers/workerQueues';
import { UserError } from '../../../core/foundations/userError';
import { endsWithStarterVariable } from '../../../workers/endWithStarter';
import type { Surroundings } from '../../terminal/surroundings';
import { exitCodes } from '../../terminal/exitCodes';

/** `seedbed worker`: one worker in the foreground, which ends in good order on Ctrl-C. Returns the exit code. */
export async function runWorker(
  { terminal, workspace, interruption }: Surroundings,
  queues = process.env[queuesVariable],
): Promise<number> {
  const addresses = await findStack(workspace);
  if (!addresses) {
    throw new UserError(
      'A worker needs a Temporal server and a database, and none is up in this workspace.',
      {
        mend: 'Set TEMPORAL_ADDRESS and DATABASE_URL, or start both: seedbed up --no-worker',
      },
    );
  }
  const environment = {
    ...workerAllocation,
    ...process.env,
    ...workerEnvironment(workspace, addresses),
    // Where the stack has no teacher, one that was named for this worker is asked all the same.
    SEEDBED_LOCAL_TEACHER_URL: addresses.teacherUrl ?? process.env['SEEDBED_LOCAL_TEACHER_URL'],
    [servedModelsVariable]: servedModelsValue(addresses) ?? process.env[servedModelsVariable],
    [queuesVariable]: queues,
  };
  const { endpoints } = await readConfiguration(workspace, environment);
  readWorkerQueues(queues, Object.keys(endpoints)); // said here, and not by a process that ends
  const program = join(__dirname, '..', '..', '..', 'workers', 'worker.js');
  const worker = spawn(process.execPath, workerArguments(program, process.env), {
    // In a group of its own, so that a terminal's Ctrl-C reaches it through us alone, and once.
    detached: true,
    // The channel closes with this process, however that ends: the worker ends then, too.
    stdio: ['ignore', terminal.options.json ? 2 : 'inherit', 'inherit', 'ipc'],
    env: { ...environment, [endsWithStarterVariable]: '1' },
  });
  terminal.note(
    `Worker ${worker.pid} at Temporal ${addresses.temporalAddress}. Ctrl-C ends it; its runs go on with the next worker.`,
  );
  const forward = (): void => {
    terminal.warn('Ending: what is in flight settles first. Ctrl-C again forces.');
    worker.kill('SIGTERM');
  };
  interruption.signal.addEventListener('abort', forward);
  process.once('exit', () => worker.kill('SIGKILL')); // forced: it need not settle anything
  const [code] = (await once(worker, 'exit')) as [number | null];
  if (terminal.options.json) terminal.printJson({ exitCode: code });
  return interruption.signal.aborted ? exitCodes.interrupted : (code ?? exitCodes.failed);
}
