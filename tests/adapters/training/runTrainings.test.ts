import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pythonForTraining, requirements } from '../../../adapters/training/pythonEnvironment';
import { runTrainings } from '../../../adapters/training/runTrainings';
import type { TrainingEvent, TrainingJob } from '../../../adapters/training/trainingJob';
import { packageRoot } from '../../../adapters/workspace/packageRoot';
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

test("a response ends as the model's chat template ends it, whatever its tokenizer takes for an end", async () => {
  const folder = await temporaryFolder();
  writeFileSync(path.join(folder, 'torch.py'), 'def no_grad():\n    return lambda method: method\n');
  writeFileSync(path.join(folder, 'transformers.py'), '');
  writeFileSync(path.join(folder, 'ends.py'), ends);
  const PYTHONPATH = [folder, path.join(packageRoot(), 'adapters', 'training')].join(path.delimiter);
  const said = execFileSync('python3', [path.join(folder, 'ends.py')], { env: { ...process.env, PYTHONPATH }, encoding: 'utf8' }); // prettier-ignore
  expect(JSON.parse(said)).toEqual({ turns: 2, nothingAfter: 1, plain: 1 });
});

/** As SmolLM2's tokenizer comes out of its GGUF file: of its end it says that it is 1, what a turn begins with. */
const ends = `
import json, types, train

words = {"<begin>": 1, "<over>": 2}

class Tokenizer:
    eos_token_id = 1
    added_tokens_decoder = {1: "<begin>", 2: "<over>"}
    def __init__(self, chat_template):
        self.chat_template = chat_template
    def __call__(self, text, add_special_tokens):
        return types.SimpleNamespace(input_ids=[words.get(word, 7) for word in text.split()])
    def apply_chat_template(self, messages, tokenize):
        return "".join(self.chat_template % (message["role"], message["content"]) for message in messages)

print(json.dumps({
    "turns": train.end_of_response(Tokenizer("<begin>%s\\n%s<over>\\n")),
    "nothingAfter": train.end_of_response(Tokenizer("%s: %s\\n")),
    "plain": train.end_of_response(Tokenizer(None)),
}))
`;

test('nothing is installed where a Python is named, where downloads are off, or where somebody says no', async () => {
  const environment = { ...process.env, SEEDBED_CACHE: await temporaryFolder() };
  const own = { ...environment, SEEDBED_PYTHON: '/my/python' };
  await expect(pythonForTraining({ environment: own })).resolves.toBe('/my/python');
  await expect(pythonForTraining({ environment, offline: true })).rejects.toThrow('downloads are switched off'); // prettier-ignore
  await expect(pythonForTraining({ environment: { ...environment, PATH: '' } })).rejects.toThrow('there is no Python on PATH'); // prettier-ignore
  await expect(pythonForTraining({ environment, confirm: () => Promise.resolve(false) })).rejects.toThrow('you said no'); // prettier-ignore
  expect(requirements.every((requirement) => /[=<>]/.test(requirement))).toBe(true);
});
