import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { canonicalJson } from '../../core/foundations/canonicalJson';
import { UserError } from '../../core/foundations/userError';
import { cacheFolder } from '../stack/cache';
import { packageRoot } from '../workspace/packageRoot';
import {
  trainedSchema,
  trainingEventSchema,
  type Trained,
  type Training,
  type TrainingEvent,
  type TrainingJob,
} from './trainingJob';
import { makeFolder } from '../files/makeFolder';

export interface TrainingOptions {
  readonly python: string;
  readonly signal?: AbortSignal;
  readonly onEvent?: (event: TrainingEvent) => void;
  /** What is run instead of `train.py`: for tests. */
  readonly script?: string;
  readonly environment?: NodeJS.ProcessEnv;
}

/**
 * Trains the model anew on each of the job's sets, and measures what came of it, in the job's order. What an earlier call of the same trainings measured is not
 * trained again: each is kept in the cache when it is done, so that whoever stopped goes on from there.
 *
 * @throws UserError where Python lacks a package, memory does not suffice, or the model can't be trained. `signal` ends it with its reason.
 */
export async function runTrainings(job: TrainingJob, options: TrainingOptions): Promise<Trained[]> {
  const folder = path.join(cacheFolder(options.environment), 'training', 'results');
  await makeFolder(folder);
  const files = job.trainings.map((training) => path.join(folder, `${keyOf(job, training)}.json`));
  const results = await Promise.all(files.map(kept));
  const missing = [...job.trainings.keys()].filter((index) => results[index] === undefined);
  if (missing.length > 0) {
    const file = path.join(folder, `job-${process.pid}.json`);
    await writeFile(
      file,
      JSON.stringify({ ...job, trainings: missing.map((index) => job.trainings[index]) }),
    );
    try {
      await run(file, options, async (event) => {
        if (event.event !== 'measured') return;
        const { event: _, training, ...trained } = event;
        const index = missing[training]!;
        results[index] = trained;
        await keep(files[index]!, trained);
      });
    } finally {
      await rm(file, { force: true });
    }
  }
  return results.map((result, index) => {
    if (result === undefined) throw new UserError(`Training ${index + 1} ended without a result.`, { exitCode: 1 }); // prettier-ignore
    return result;
  });
}

/** What decides what comes of a training, on one machine: all but the other trainings, and how many threads there are. */
function keyOf({ trainings: _, threads: _threads, ...settings }: TrainingJob, training: Training): string {
  const hash = createHash('sha256').update(canonicalJson([formVersion, settings, training]));
  return hash.digest('hex').slice(0, 32);
}

/** Goes up whenever `train.py` trains or measures otherwise. */
const formVersion = 2;

async function kept(file: string): Promise<Trained | undefined> {
  try {
    return trainedSchema.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch {
    return undefined; // not there, or of another version: trained anew
  }
}

async function keep(file: string, trained: Trained): Promise<void> {
  await writeFile(`${file}.${process.pid}`, JSON.stringify(trained));
  await rename(`${file}.${process.pid}`, file);
}

async function run(
  job: string,
  { python, signal, onEvent, script = path.join(packageRoot(), 'adapters', 'training', 'train.py'), environment = process.env }: TrainingOptions,
  handle: (event: TrainingEvent) => Promise<void>,
): Promise<void> {
  signal?.throwIfAborted();
  const child = spawn(python, [script, job], { stdio: ['ignore', 'pipe', 'pipe'], env: environment });
  const stop = (): void => void child.kill('SIGKILL'); // it keeps nothing that could be lost
  signal?.addEventListener('abort', stop);
  const ended = new Promise<number | NodeJS.Signals | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, killedBy) => resolve(code ?? killedBy));
  });
  ended.catch(() => undefined); // told where it is awaited
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => (said = (said + chunk.toString()).slice(-4_000)));
  let failed: Extract<TrainingEvent, { event: 'failed' }> | undefined;
  try {
    for await (const line of createInterface({ input: child.stdout })) {
      const event = eventOf(line);
      if (!event) continue;
      if (event.event === 'failed') failed = event;
      onEvent?.(event);
      await handle(event);
    }
    const code = await ended.catch((error: unknown) => {
      throw new UserError(`${python} can't be started: ${(error as Error).message}.`, {
        mend: 'Set SEEDBED_PYTHON, or --python, to a Python that is there.',
      });
    });
    signal?.throwIfAborted();
    if (failed) throw explained(failed, python);
    if (code !== 0) throw unexpected(code, said);
  } finally {
    signal?.removeEventListener('abort', stop);
    if (child.exitCode === null) child.kill('SIGKILL');
  }
} // prettier-ignore

function eventOf(line: string): TrainingEvent | undefined {
  if (!line.startsWith('{')) return undefined;
  try {
    return trainingEventSchema.safeParse(JSON.parse(line)).data;
  } catch {
    return undefined;
  }
}

function explained({ reason, detail }: { reason: 'lacks' | 'memory' | 'model'; detail: string }, python: string): UserError {
  const sentence = detail.replace(/\.$/, '');
  switch (reason) {
    case 'lacks':
      return new UserError(`${python} can't train: ${sentence}.`, {
        mend: `${python} -m pip install torch transformers accelerate gguf; or leave SEEDBED_PYTHON and --python out.`,
      });
    case 'memory':
      return new UserError(`The graphics card has too little memory: ${sentence}.`, {
        exitCode: 1,
        mend: 'Free it, or train on the processor with --device cpu.',
      });
    case 'model':
      return new UserError(`The model can't be trained: ${sentence}.`, {
        exitCode: 1,
        mend: 'Name another with --model: a GGUF file, or a folder as transformers writes it.',
      });
  }
} // prettier-ignore

function unexpected(code: number | NodeJS.Signals | null, said: string): UserError {
  const killed = code === 'SIGKILL' || code === 137;
  const last = said.trim().split('\n').at(-1) ?? '';
  return new UserError(
    killed
      ? 'Training was killed by the system, most likely since memory ran out.'
      : `Training ended with ${code}${last === '' ? '' : `: ${last}`}.`,
    {
      exitCode: 1,
      mend: 'The same command goes on after the trainings that are done.',
    },
  );
}
