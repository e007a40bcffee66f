import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pythonForTraining, requirements } from '../../../adapters/training/pythonEnvironment';
import { runTrainings } from '../../../adapters/training/runTrainings';
import type { TrainingEvent, TrainingJob } from '../../../adapters/training/trainingJob';
import { temporaryFolder } from '../../support/embeddedStack';

const pair = { prompt: 'Name a bird.', response: 'A robin.' };

const jobOf = (...seeds: number[]): TrainingJob => ({
  model: 'some.gguf',
  device: 'auto',
  precision: 'auto',
  threads: 1,
  maxTokens: 64,
  steps: 1,
  tokensPerStep: 10,
  learningRate: 1e-4,
  heldOut: [pair],
  questions: ['Why?'],
  newTokens: 8,
  trainings: seeds.map((seed) => ({ seed, pairs: Array.from({ length: seed }, () => pair) })),
});

async function setting() {
  const folder = await temporaryFolder();
  const log = path.join(folder, 'log');
  writeFileSync(log, '');
  const options = {
    python: process.execPath,
    script: path.join(__dirname, 'standIn.cjs'),
    environment: { ...process.env, SEEDBED_CACHE: folder, STAND_IN_LOG: log },
  };
  return { folder, options, trained: () => readFileSync(log, 'utf8').trim().split('\n').map(Number) };
}

test('results come in the order of the job, with what happens meanwhile told', async () => {
  const { options, folder } = await setting();
  const events: TrainingEvent['event'][] = [];
  const results = await runTrainings(jobOf(3, 5), { ...options, onEvent: ({ event }) => events.push(event) });
  expect(results.map(({ losses, answers }) => ({ losses, answers }))).toEqual([
    { losses: [[3, 2]], answers: ['3: Why?'] },
    { losses: [[5, 2]], answers: ['5: Why?'] },
  ]);
  expect(events).toEqual(['loaded', 'step', 'measured', 'step', 'measured']);
  expect(readdirSync(path.join(folder, 'training', 'results')).filter((name) => name.startsWith('job'))).toEqual([]); // prettier-ignore
});

test('whoever stopped goes on after the trainings that are done, and one that is set up otherwise is trained', async () => {
  const { options, trained } = await setting();
  await expect(runTrainings(jobOf(3, 13, 5), options)).rejects.toMatchObject({
    message: "The model can't be trained: ValueError: unlucky.",
  });
  const results = await runTrainings(jobOf(5, 3), options);
  expect(results.map(({ losses }) => losses)).toEqual([[[5, 2]], [[3, 2]]]);
  expect(trained()).toEqual([3, 13, 5]);
  await runTrainings({ ...jobOf(3), learningRate: 1e-3 }, options);
  expect(trained()).toEqual([3, 13, 5, 3]);
});

test('a training that the system kills, and one that is called off, are told apart', async () => {
  const { options } = await setting();
  await expect(runTrainings(jobOf(14), options)).rejects.toThrow('most likely since memory ran out');
  const reason = new Error('enough');
  await expect(runTrainings(jobOf(3), { ...options, signal: AbortSignal.abort(reason) })).rejects.toBe(reason); // prettier-ignore
});

test('a Python that is not there, or lacks a package, is named', async () => {
  const { options, folder } = await setting();
  await expect(runTrainings(jobOf(3), { ...options, python: '/no/python' })).rejects.toThrow("/no/python can't be started"); // prettier-ignore
  writeFileSync(path.join(folder, 'torch.py'), `raise ImportError("No module named 'torch'")`);
  const { script: _, ...real } = options;
  const environment = { ...real.environment, PYTHONPATH: folder };
  await expect(runTrainings(jobOf(3), { ...real, python: 'python3', environment })).rejects.toMatchObject({
    message: "python3 can't train: No module named 'torch'.",
    mend: expect.stringContaining('python3 -m pip install torch') as string,
  });
});

test('nothing is installed where a Python is named, where downloads are off, or where somebody says no', async () => {
  const environment = { ...process.env, SEEDBED_CACHE: await temporaryFolder() };
  const own = { ...environment, SEEDBED_PYTHON: '/my/python' };
  await expect(pythonForTraining({ environment: own })).resolves.toBe('/my/python');
  await expect(pythonForTraining({ environment, offline: true })).rejects.toThrow('downloads are switched off'); // prettier-ignore
  await expect(pythonForTraining({ environment: { ...environment, PATH: '' } })).rejects.toThrow('there is no Python on PATH'); // prettier-ignore
  await expect(pythonForTraining({ environment, confirm: () => Promise.resolve(false) })).rejects.toThrow('you said no'); // prettier-ignore
  expect(requirements.every((requirement) => /[=<>]/.test(requirement))).toBe(true);
});
