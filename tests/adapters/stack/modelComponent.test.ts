import { chmodSync } from 'node:fs';
import { cp, mkdir, rm, truncate, writeFile } from 'node:fs/promises';
import path from 'node:path';
import OpenAI from 'openai';
import { endStack, findStack, openStack, servedModelsValue, type Stack } from '../../../adapters/stack';
import { smolLm2 } from '../../../adapters/stack/assets';
import { fetchAsset } from '../../../adapters/stack/fetch';
import { configurationFile, readConfiguration } from '../../../adapters/workspace/configuration';
import { temporaryFolder } from '../../support/embeddedStack';
import { eventually } from '../../support/testSeedbed';
import { writeTinyModel } from '../../support/tinyModel';

let workspace: string;
let stack: Stack | undefined;
const configured = {
  TEMPORAL_ADDRESS: 'temporal.example:7233',
  DATABASE_URL: 'postgresql://db.example/seedbed',
};

beforeAll(async () => void (await fetchAsset(smolLm2)), 600_000);

beforeEach(async () => {
  Object.assign(process.env, configured);
  workspace = await temporaryFolder();
  chmodSync(workspace, 0o755);
  await mkdir(path.join(workspace, 'models'));
});
afterEach(async () => {
  await stack?.close();
  stack = undefined;
  await endStack(workspace, { force: true });
  for (const variable of Object.keys(configured)) delete process.env[variable];
  await rm(workspace, { recursive: true, force: true });
});

/** Opens the stack of a workspace with these endpoints, as `seedbed up` does. */
async function open(endpoints: Readonly<Record<string, object>>): Promise<Stack> {
  await writeFile(path.join(workspace, configurationFile), JSON.stringify({ endpoints }));
  const { models } = await readConfiguration(workspace, {});
  stack = await openStack({ workspace, teacher: false, worker: false, models });
  return stack;
}

async function ask(baseURL: string | undefined, model: string, content: string) {
  const client = new OpenAI({ apiKey: 'none', baseURL, maxRetries: 0 });
  const { choices } = await client.chat.completions.create({
    model,
    max_tokens: 12,
    temperature: 0,
    messages: [
      { role: 'system', content: 'Be brief.' },
      { role: 'user', content },
    ],
  });
  return choices[0];
}

test('models in files are served each in a process of its own, in its own chat template, and found where they are', async () => {
  await writeTinyModel(path.join(workspace, 'models', 'tiny-chat.gguf'), { answer: 'Yes.' });
  const { path: smol } = await fetchAsset(smolLm2);
  await cp(smol, path.join(workspace, 'models', 'another name.gguf'));
  const opened = await open({
    tiny: { gguf: 'models/tiny-chat.gguf' },
    other: {
      gguf: path.join(workspace, 'models', 'another name.gguf'),
      model: 'o',
      contextTokens: 1024,
      threads: 1,
    },
  });
  const { addresses } = opened;
  expect(Object.keys(addresses.models)).toEqual(['tiny', 'other']);
  expect(opened.components().filter(({ kind }) => kind === 'embedded')).toMatchObject([
    { name: 'model-tiny', state: 'running', ours: true },
    { name: 'model-other', state: 'running', ours: true },
  ]);
  expect(await findStack(workspace)).toEqual({ ...addresses, models: { ...addresses.models } });

  expect(await ask(addresses.models['tiny'], 'tiny-chat', 'Hello')).toMatchObject({
    finish_reason: 'stop',
    message: { content: 'Yes.' },
  });
  const said = await ask(addresses.models['other'], 'o', 'What is the capital of France?');
  expect(said?.message.content).toMatch(/Paris/);

  // A prompt that leaves no room is refused by the model's own measure: 512 tokens of one, 1,024 of the other.
  await expect(ask(addresses.models['tiny'], 'tiny-chat', 'a'.repeat(600))).rejects.toMatchObject({
    code: 'context_length_exceeded',
    message: expect.stringMatching(/takes 511/) as string,
  });
  await expect(ask(addresses.models['other'], 'o', 'apple pear '.repeat(700))).rejects.toMatchObject({
    message: expect.stringMatching(/takes 1023/) as string,
  });

  // What a worker of this stack reads.
  const { endpoints, models } = await readConfiguration(workspace, {
    SEEDBED_SERVED_MODELS: servedModelsValue(addresses),
  });
  expect(endpoints['tiny']).toMatchObject({
    baseUrl: addresses.models['tiny'],
    model: 'tiny-chat',
    small: false,
    completions: false,
    concurrency: 2,
  });
  expect(Object.keys(models)).toEqual(['tiny', 'other']);
}, 120_000);

test("a model's thoughts are told from its answer also where only tokens for the machine mark them", async () => {
  const thought = { open: '<think>', text: 'hm', close: '</think>' };
  await writeTinyModel(path.join(workspace, 'models', 'thinks.gguf'), { answer: 'Yes.', thought });
  const { addresses } = await open({ thinks: { gguf: 'models/thinks.gguf' } });
  const said = await ask(addresses.models['thinks'], 'thinks', 'Hello');
  expect(said?.message.content).toBe('<think>hm</think>Yes.');
}, 120_000);

test('a model that is killed comes back at its address', async () => {
  await writeTinyModel(path.join(workspace, 'models', 'tiny.gguf'), { answer: 'Yes.' });
  const opened = await open({ tiny: { gguf: 'models/tiny.gguf' } });
  const { addresses } = opened;
  const pid = (): number => opened.components().find(({ name }) => name === 'model-tiny')?.pid ?? 0;
  const killed = pid();
  process.kill(killed, 'SIGKILL');
  await eventually('another process', async () => {
    const said = await ask(addresses.models['tiny'], 'tiny', 'Hello');
    return said?.message.content === 'Yes.' && pid() !== killed;
  });
}, 120_000);

describe('what can not be served is refused in one sentence', () => {
  test.each([
    [
      'a missing file',
      () => Promise.resolve(),
      {},
      /endpoint "mine" is not served: there is no file .*mine\.gguf\.$/,
    ],
    ['a folder', (file: string) => mkdir(file), {}, /mine\.gguf is no file\.$/],
    [
      'a file that is no model',
      (file: string) => writeFile(file, 'version https://git-lfs'),
      {},
      /mine\.gguf is no model in GGUF\.$/,
    ],
    [
      'half of a model',
      async (file: string) => {
        await writeTinyModel(file, { answer: 'Yes.' });
        await truncate(file, 1_000_000);
      },
      {},
      /cannot be loaded as a GGUF model \([^\n]+\); fetch it again$/,
    ],
    [
      'a model too large for the memory',
      (file: string) => writeTinyModel(file, { answer: 'Yes.', claimed: 1_000_000 }),
      {},
      /too large for this machine: its weights take 335\.4 GB and .* of memory are free: take a smaller model/,
    ],
    [
      'more threads than there are',
      (file: string) => writeTinyModel(file, { answer: 'Yes.' }),
      { threads: 1024 },
      /1024 threads are asked for, and this machine has \d+\.$/,
    ],
  ])(
    '%s',
    async (_, make: (file: string) => Promise<unknown>, settings, message) => {
      await make(path.join(workspace, 'models', 'mine.gguf'));
      await expect(open({ mine: { gguf: 'models/mine.gguf', ...settings } })).rejects.toThrow(message);
      expect((await findStack(workspace))?.models).toEqual({});
    },
    60_000,
  );
});
