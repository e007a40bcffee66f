import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Surroundings } from '../../../../client/terminal/surroundings';
import { Interruption } from '../../../../client/terminal/interruption';
import { renderSamples } from '../../../../client/commands/prompt/renderSamples';
import { diffPrompts, listPrompts, showPrompt } from '../../../../client/commands/prompt/showPrompts';
import { Terminal } from '../../../../client/terminal/terminal';
import { tryPrompt } from '../../../../client/commands/prompt/tryPrompt';
import type { ListedPrompt } from '../../../../client/commands/prompt/promptView';
import type { TriedSample } from '../../../../client/commands/prompt/triedView';

let workspace: string;
let server: Server;
let asked: unknown[];
let answer: string;
let status: number;

beforeAll(async () => {
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      asked.push(JSON.parse(body));
      response.statusCode = status;
      response.setHeader('content-type', 'application/json');
      const choices = [{ index: 0, finish_reason: 'stop', message: { role: 'assistant', content: answer } }];
      response.end(
        JSON.stringify({
          id: 'a',
          choices,
          usage: { prompt_tokens: 1000, completion_tokens: 100, total_tokens: 1100 },
        }),
      );
    });
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  workspace = mkdtempSync(join(tmpdir(), 'seedbed-prompt-'));
  writeFileSync(
    join(workspace, 'seedbed.config.yaml'),
    `endpoints:
  mine:
    baseUrl: http://127.0.0.1:${(server.address() as AddressInfo).port}/v1
    model: some-model
    usdPerMillionPromptTokens: 1
    usdPerMillionCompletionTokens: 10
  locked:
    baseUrl: http://127.0.0.1:${(server.address() as AddressInfo).port}/v1
    model: some-model
    apiKeyEnv: SEEDBED_TEST_KEY
`,
  );
  writeFileSync(
    join(workspace, 'small.yaml'),
    `name: small
teacher: { endpoint: mine }
seeds:
  tasks:
    - { instruction: 'Name a bird.', response: robin }
    - { instruction: 'Is it spam?', input: 'Win!', response: 'yes', classification: true }
`,
  );
});

beforeEach(() => {
  asked = [];
  status = 200;
  answer = '{"classification": true}';
  rmSync(join(workspace, 'prompts'), { recursive: true, force: true });
});

afterAll(async () => {
  rmSync(workspace, { recursive: true });
  await new Promise((closed) => server.close(closed));
});

/** Runs a command with --json, and returns what it printed. */
async function json<Output>(command: (surroundings: Surroundings) => Promise<number>): Promise<Output> {
  let printed = '';
  const write = (text: string): boolean => ((printed += text), true);
  const [stdout, stderr] = [{ write }, { write: () => true }].map(
    (stream) => stream as unknown as NodeJS.WriteStream,
  );
  const terminal = new Terminal({ json: true, quiet: true }, stdout, stderr);
  const interruption = new Interruption(() => undefined);
  expect(await command({ terminal, workspace, interruption })).toBe(0);
  return JSON.parse(printed) as Output;
}

const sample = { recipe: 'small.yaml', n: '1', set: [] };

describe('seedbed prompt', () => {
  test('lists what is used, and where it comes from', async () => {
    writeVersion('1');
    const { prompts } = await json<{ prompts: ListedPrompt[] }>(listPrompts);
    expect(prompts.filter(({ name }) => name === 'respond')).toMatchObject([
      { reference: 'respond@1', origin: 'seedbed', used: false },
      { reference: 'respond@1+workspace', origin: 'workspace', used: true },
    ]);
    expect(prompts.filter(({ name }) => name === 'judge')).toMatchObject([
      { reference: 'judge@1', used: false },
      { reference: 'judge@2', used: false },
      { reference: 'judge@3', used: true },
    ]);
  });

  test('shows a version, and what the teacher would read, without asking anybody', async () => {
    writeVersion('2');
    for (const [version, reference] of [
      ['1', 'respond@1'],
      ['2', 'respond@2+workspace'],
    ] as const)
      expect(await json((all) => showPrompt({ name: 'respond', version }, all))).toMatchObject({ reference });
    const { prompts } = await json<{ prompts: unknown[] }>((all) =>
      renderSamples({ ...sample, name: 'respond', n: '2' }, all),
    );
    expect(prompts.map((prompt) => JSON.stringify(prompt)).sort()).toEqual([
      expect.stringContaining('Politely: Is it spam?') as string,
      expect.stringContaining('Politely: Name a bird.') as string,
    ]);
    expect(asked).toEqual([]);
  });

  test('tells what was changed against ours', async () => {
    writeVersion('1');
    const { from, to, diff } = await json<{ from: string; to: string; diff: string[] }>((all) =>
      diffPrompts({ name: 'respond', before: undefined, after: undefined }, all),
    );
    expect([from, to]).toEqual(['respond@1', 'respond@1+workspace']);
    expect(diff).toContain("+  - user: 'Politely: {{ instruction }}'");
    expect(diff).toContain("-  - user: '{{ instruction }}'");
    await expect(
      json((all) => diffPrompts({ name: 'classifyCell', before: undefined, after: undefined }, all)),
    ).rejects.toThrow('classifyCell@1 is the only version of "classifyCell".');
  });

  test('tries a prompt on real examples: what is read, tokens, cost and time', async () => {
    answer = 'Surely:\n```json\n{"classification": true}\n```';
    const tried = await json<{ reference: string; samples: TriedSample[] }>((all) =>
      tryPrompt({ ...sample, name: 'classify', n: '2' }, all),
    );
    expect(tried).toMatchObject({ reference: 'classify@1', endpoint: 'mine', model: 'some-model' });
    expect(tried.samples).toHaveLength(2);
    for (const one of tried.samples) {
      expect(one).toMatchObject({ parsed: { classification: true }, unreadable: null, promptTokens: 1000 });
      expect(one.costUsd).toBeCloseTo(0.002);
      expect(one.milliseconds).toBeGreaterThanOrEqual(0);
    }
    expect(asked).toHaveLength(2);
  });

  test('says why an answer is of no use', async () => {
    answer = 'I think so.';
    const { samples } = await json<{ samples: TriedSample[] }>((all) =>
      tryPrompt({ ...sample, name: 'classify' }, all),
    );
    expect(samples[0]).toMatchObject({
      parsed: null,
      unreadable: 'the answer is not the JSON asked for',
      answer: 'I think so.',
    });
  });

  test.each([
    ['no key where one is wanted', { endpoint: 'locked', key: '', status: 200 }, 4],
    ['a key that is refused', { endpoint: 'locked', key: 'wrong', status: 401 }, 4],
    ['a key that does not open this model', { endpoint: 'locked', key: 'small', status: 403 }, 4],
    ['a model that nobody knows', { endpoint: 'mine', key: '', status: 404 }, 1],
  ])('exits as every command does for %s', async (_name, world, exitCode) => {
    writeFileSync(
      join(workspace, 'other.yaml'),
      `name: other\nteacher: { endpoint: ${world.endpoint} }\nseeds: { tasks: [{ instruction: 'Name a bird.', response: robin }] }\n`,
    );
    process.env['SEEDBED_TEST_KEY'] = world.key;
    ({ status } = world);
    await expect(
      json((all) => tryPrompt({ name: 'classify', recipe: 'other.yaml', n: '1', set: [] }, all)),
    ).rejects.toMatchObject({ name: 'UserError', exitCode });
  });

  test('takes values of its own', async () => {
    await json((all) =>
      tryPrompt({ ...sample, name: 'respondWithInput', set: ['input="a\\nb"', 'instruction=Count.'] }, all),
    );
    expect(JSON.stringify(asked[0])).toContain('Count.\\n\\n<input>\\na\\nb\\n</input>');
  });

  test.each([
    ['no examples are named', { n: '1', set: [] }, 'say whose'],
    ['there is no such prompt', { ...sample, name: 'judgee' }, 'did you mean "judge"?'],
    ['there is no such version', { ...sample, version: '9' }, 'There is no version "9"'],
    [
      'the workspace has no such version',
      { ...sample, version: '1+workspace' },
      'There is no version "1+workspace"',
    ],
    ['the number is none', { ...sample, n: 'few' }, '--n is "few"'],
    ['a value is not named', { ...sample, set: ['Count.'] }, '--set is "Count."'],
  ])('says so where %s', async (_, request, message) => {
    await expect(json((all) => tryPrompt({ name: 'judge', ...request }, all))).rejects.toThrow(message);
    expect(asked).toEqual([]);
  });
});

function writeVersion(version: string): void {
  mkdirSync(join(workspace, 'prompts', 'respond'), { recursive: true });
  writeFileSync(
    join(workspace, 'prompts', 'respond', `${version}.yaml`),
    `name: respond\nversion: '${version}'\ndescription: Politely.\nrole: respond\nvariables:\n  instruction: What is asked.\nmessages:\n  - user: 'Politely: {{ instruction }}'\n`,
  );
}
