import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkEndpoints } from '../../../../client/commands/endpoints/checkEndpoints';
import { listEndpoints } from '../../../../client/commands/endpoints/listEndpoints';
import { endpointsOutput } from '../../../../client/commands/endpoints/output';
import { Interruption } from '../../../../client/terminal/interruption';
import { Terminal } from '../../../../client/terminal/terminal';

let workspace: string;
let baseUrl: string;
let asked = 0;
const names = [
  'OPENAI_API_KEY',
  'OPENAI_BASE_URL',
  'SEEDBED_LOCAL_TEACHER_URL',
  'DATABASE_URL',
  'TEMPORAL_ADDRESS',
];
const environment = Object.fromEntries(names.map((name) => [name, process.env[name]]));

/** Takes the key "right", has one model, answers chats, and nothing else. */
const server = createServer((incoming, response) => {
  incoming.resume();
  asked += 1;
  const send = (status: number, body: unknown): void =>
    void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  if (incoming.headers.authorization !== 'Bearer right') return send(401, { error: { message: 'no' } });
  if (incoming.url === '/v1/models') return send(200, { data: [{ id: 'm-1' }] });
  if (incoming.url !== '/v1/chat/completions') return send(404, { error: { message: 'no such path' } });
  send(200, {
    choices: [{ finish_reason: 'stop', message: { content: '{"capital":"Paris"}' } }],
    usage: { prompt_tokens: 1000, completion_tokens: 100 },
  });
});

beforeAll(async () => {
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
});
beforeEach(() => {
  workspace = mkdtempSync(join(tmpdir(), 'seedbed-endpoints-'));
  for (const name of names) delete process.env[name];
  process.env['RIGHT_KEY'] = 'right';
  process.env['WRONG_KEY'] = 'wrong';
  asked = 0;
});
afterEach(() => {
  rmSync(workspace, { recursive: true });
  for (const name of names) if (environment[name] !== undefined) process.env[name] = environment[name];
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

/** What a command prints on both streams, and its exit code. */
async function run(
  endpoints: Readonly<Record<string, object>>,
  command: (around: Parameters<typeof listEndpoints>[0]) => Promise<number>,
  json = false,
): Promise<{ out: string; error: string; exitCode: number }> {
  writeFileSync(join(workspace, 'seedbed.config.yaml'), JSON.stringify({ endpoints }));
  const written = { out: '', error: '' };
  const stream = (name: 'out' | 'error') =>
    ({ write: (text: string) => ((written[name] += text), true) }) as unknown as NodeJS.WriteStream;
  const terminal = new Terminal({ json }, stream('out'), stream('error'));
  const exitCode = await command({ terminal, workspace, interruption: new Interruption(() => undefined) });
  return { ...written, exitCode };
}
const check = (endpoints: Readonly<Record<string, object>>, name?: string, json = false) =>
  run(endpoints, (around) => checkEndpoints({ name }, around), json);

test('endpoints are listed with what is known of them, and nobody is asked', async () => {
  const endpoints = {
    openai: { preset: 'openai', model: 'gpt-5-mini', apiKeyEnv: 'NO_SUCH_KEY' },
    ours: { baseUrl, model: 'm-1', apiKeyEnv: 'RIGHT_KEY', completions: true, omit: ['top_p'] },
    mine: { gguf: 'models/tiny.gguf' },
  };
  const { out, exitCode } = await run(endpoints, listEndpoints);
  expect(exitCode).toBe(0);
  const lines = out.split('\n').map((line) => line.replace(/ {2,}/g, ' | '));
  const host = new URL(baseUrl).host;
  expect(lines).toEqual([
    'ENDPOINT | PRESET | HOST | MODEL | KEY | TRAITS',
    'openai (default) | openai | api.openai.com | gpt-5-mini | missing: NO_SUCH_KEY | json_schema, thinks',
    `ours | generic | ${host} | m-1 | set | completions, without top_p`,
    'mine | file | not up | tiny | none | models/tiny.gguf',
    '',
  ]);
  const listed = endpointsOutput.parse(JSON.parse((await run(endpoints, listEndpoints, true)).out));
  expect(listed).toMatchObject({
    default: 'openai',
    endpoints: [{ key: 'missing' }, { key: 'set' }, { host: null }],
  });
  expect(asked).toBe(0);
});

test('an endpoint that can be used ends with 0, what it cost, and the lines to write', async () => {
  const prices = { usdPerMillionPromptTokens: 1, usdPerMillionCompletionTokens: 10 };
  const endpoints = { ours: { baseUrl, model: 'm-1', apiKeyEnv: 'RIGHT_KEY', ...prices } };
  const { out, error, exitCode } = await check(endpoints, 'ours');
  expect(exitCode).toBe(0);
  expect(error).toMatch(
    /^Asking 6 tiny questions at most, 256 tokens an answer .*, about \$0\.016 at most\./,
  );
  expect(out).toMatch(/^✓ ours \(127\.0\.0\.1:\d+, m-1\) can be used$/m);
  expect(out).toMatch(/^ {2}✓ key +taken: RIGHT_KEY$/m);
  expect(out).toMatch(/^ {2}- completions +not offered$/m);
  expect(out).toMatch(/^ {2}3 requests, 2,000 \+ 200 tokens, \$0\.004$/m);
  expect(out).toMatch(
    /seedbed\.config\.yaml, beside what is there:\n\nendpoints:\n {2}ours:\n {4}structuredOutput: json_schema\n$/,
  );
  const { checked } = endpointsOutput.parse(JSON.parse((await check(endpoints, 'ours', true)).out)) as {
    checked: object[];
  };
  expect(checked).toMatchObject([
    { usable: true, costUsd: 0.004, fields: { structuredOutput: 'json_schema' } },
  ]);
  expect(existsSync(join(workspace, '.seedbed'))).toBe(false); // no run, no ledger, no stack
});

test.each([
  [
    'a key that is refused',
    { apiKeyEnv: 'WRONG_KEY' },
    4,
    /refused the key in the environment variable WRONG_KEY/,
  ],
  ['a key that is missing', { apiKeyEnv: 'NO_SUCH_KEY' }, 4, /environment variable NO_SUCH_KEY is empty/],
  ['an address that is wrong', { baseUrl: 'http://127.0.0.1:9/v1' }, 5, /could not be reached/],
])(
  '%s ends with the code of what waits for a person, and says what to mend',
  async (_, fields, code, message) => {
    const { out, exitCode } = await check({ ours: { baseUrl, model: 'm-1', ...fields } });
    expect(exitCode).toBe(code);
    expect(out).toMatch(message);
  },
);

test('a model in a file that nobody serves is told how to be served', async () => {
  const { out, exitCode } = await check({ mine: { gguf: 'tiny.gguf' } });
  expect(exitCode).toBe(5);
  expect(out).toMatch(
    /Endpoint "mine" is the model in tiny\.gguf, and nobody serves it now\. Start it: seedbed up$/m,
  );
});

test('a name that is none is answered with those that are', async () => {
  await expect(check({ ours: { baseUrl } }, 'hours')).rejects.toMatchObject({
    exitCode: 2,
    message: 'There is no endpoint "hours"; there are ours.',
  });
});
