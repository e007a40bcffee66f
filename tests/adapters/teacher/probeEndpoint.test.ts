import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { probeEndpoint } from '../../../adapters/teacher';
import { reportOnEndpoint, type EndpointReport } from '../../../core/teacher/check/reportOnEndpoint';
import { endpointSchema } from '../../../core/teacher/endpoint';

type Body = Readonly<Record<string, unknown>>;
interface Reply {
  readonly status?: number;
  /** A text goes out as it is. */
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}
/** By path below /v1; `undefined` for a path that is not there, `never` for an answer that never comes. */
type Service = Readonly<Record<string, ((body: Body) => Reply | 'never') | undefined>>;

let server: Server;
let baseUrl: string;
let service: Service;
let asked: { readonly path: string; readonly body: Body }[];

const said = (content: string, more: object = {}): Reply => ({
  body: {
    choices: [{ finish_reason: 'stop', message: { content, ...more } }],
    usage: { prompt_tokens: 20, completion_tokens: 2 },
  },
});
const isJsonAsked = ({ response_format: format }: Body): boolean => format !== undefined;
const models: Service = { '/models': () => ({ body: { data: [{ id: 'm-1' }, { id: 'm-2' }] } }) };
/** Follows schemas, continues texts, echoes log-probabilities. */
const complete: Service = {
  ...models,
  '/chat/completions': (body) => said(isJsonAsked(body) ? '{"capital":"Paris"}' : 'Yes.'),
  '/completions': ({ echo, prompt }) => {
    const logprobs = {
      tokens: ['The sky', ' is', ' blue', '.'],
      token_logprobs: [null, -1, -2, -1],
      text_offset: [0, 7, 10, 15],
    };
    return {
      body: {
        choices: [
          { text: echo ? prompt : ' yellow.', finish_reason: 'length', logprobs: echo ? logprobs : null },
        ],
      },
    };
  },
};
const login: Reply = {
  body: '<!doctype html><html><title>Sign in</title></html>',
  headers: { 'content-type': 'text/html' },
};

beforeAll(async () => {
  server = createServer((incoming, response) => {
    let text = '';
    incoming.on('data', (chunk: Buffer) => (text += chunk.toString()));
    incoming.on('end', () => {
      const path = (incoming.url ?? '').replace('/v1', '');
      const body = (text === '' ? {} : JSON.parse(text)) as Body;
      asked.push({ path, body });
      const reply = service[path]?.(body) ?? { status: 404, body: { error: { message: 'no such path' } } };
      if (reply === 'never') return;
      const written = typeof reply.body === 'string' ? reply.body : JSON.stringify(reply.body);
      response
        .writeHead(reply.status ?? 200, { 'content-type': 'application/json', ...reply.headers })
        .end(written);
    });
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
});
beforeEach(() => {
  asked = [];
  service = complete;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

async function check(
  fields: object = {},
  embeddingModel?: string,
): Promise<EndpointReport & { readonly requests: number }> {
  const endpoint = endpointSchema.parse({ baseUrl, model: 'm-1', ...fields });
  const probed = await probeEndpoint(
    'mine',
    endpoint,
    { KEY: 'sk-0123456789' },
    {
      signal: new AbortController().signal,
      ...(embeddingModel !== undefined && { embeddingModel }),
    },
  );
  return { ...reportOnEndpoint('mine', endpoint, probed.findings), requests: probed.requests };
}
const detailOf = ({ results }: EndpointReport, check: string): string | undefined =>
  results.find((result) => result.check === check)?.detail;

test('an endpoint that has everything is told so, in a handful of requests, with the one line that follows', async () => {
  const report = await check();
  expect(report).toMatchObject({ usable: true, problems: [], fields: { structuredOutput: 'json_schema' } });
  expect(report.results.map(({ check: name, state }) => `${name}: ${state}`)).toEqual([
    'address: yes',
    'key: no',
    'models: yes',
    'chat: yes',
    'parameters: yes',
    'structured output: yes',
    'completions: yes',
    'log-probabilities: yes',
    'thinking: no',
    'limits: no',
  ]);
  expect(report.requests).toBe(4);
  expect((await check({ structuredOutput: true })).fields).toEqual({});
});

test('what is refused is found out, asked without, and written down as left out', async () => {
  service = {
    ...complete,
    '/chat/completions': (body) => {
      const refused = ['presence_penalty', 'top_p'].find((name) => name in body);
      if (refused !== undefined)
        return { status: 422, body: { detail: [{ type: 'extra_forbidden', loc: ['body', refused] }] } };
      return said(isJsonAsked(body) ? '{"capital":"Paris"}' : 'Yes.');
    },
  };
  const report = await check({ structuredOutput: true });
  expect(report).toMatchObject({ usable: true, fields: { omit: ['presence_penalty', 'top_p'] } });
  expect(detailOf(report, 'parameters')).toBe(
    'takes frequency_penalty, stop, temperature, max_tokens; refused presence_penalty, top_p',
  );
});

test.each([
  [
    'a schema that is taken and not followed',
    said('{"answer":"Paris"}'),
    said('{"answer":"Paris"}'),
    'json_object',
  ],
  ['a schema that is refused within a 500', { status: 500, body: { error: { message: "1 validation error:\n {'type': 'literal_error', 'loc': ('body', 'response_format', 'type')}" } } }, said('{"a":1}'), 'json_object'], // prettier-ignore
  ['a schema that breaks the server', { status: 500, body: 'oops' }, said('{"a":1}'), 'json_object'],
  ['JSON that is none, whatever the form', said('Paris.'), said('Paris.'), 'none'],
])('structured output is taken for what it shows: %s', async (_, schema: Reply, json: Reply, form) => {
  service = {
    ...complete,
    '/chat/completions': ({ response_format: format }) => {
      const type = (format as { type: string } | undefined)?.type;
      return type === 'json_schema' ? schema : type === 'json_object' ? json : said('Yes.');
    },
  };
  expect(await check({ preset: 'vllm' })).toMatchObject({
    usable: true,
    problems: [],
    fields: { structuredOutput: form },
  });
});

test('a model that thinks is told so, in sight or kept back', async () => {
  service = { ...complete, '/chat/completions': (body) => said(isJsonAsked(body) ? '<think>hm</think>{"capital":"Paris"}' : '<think>hm</think>Yes.') }; // prettier-ignore
  expect((await check()).fields).toMatchObject({ thinks: true, structuredOutput: 'json_schema' });
  service = {
    ...complete,
    '/chat/completions': () => ({
      body: {
        choices: [{ finish_reason: 'stop', message: { content: 'Yes.' } }],
        usage: { completion_tokens: 40, completion_tokens_details: { reasoning_tokens: 30 } },
      },
    }),
  };
  expect(detailOf(await check(), 'thinking')).toMatch(/keeps its thoughts back/);
});

test('headers that speak of limits are shown', async () => {
  service = {
    ...complete,
    '/chat/completions': () => ({ ...said('Yes.'), headers: { 'x-ratelimit-limit-requests': '500' } }),
  };
  expect(detailOf(await check(), 'limits')).toBe('x-ratelimit-limit-requests: 500');
});

test('a model that is not known is told with the closest that is listed, and no list is no fault', async () => {
  service = {
    ...models,
    '/chat/completions': () => ({
      status: 404,
      body: { error: { code: 'model_not_found', message: 'no such model' } },
    }),
  };
  const report = await check({ model: 'm-11' });
  expect(report.usable).toBe(false);
  expect(report.problems[0]?.message).toMatch(
    /does not know model "m-11".*It lists "m-1": is that the one that is meant\?$/,
  );
  service = { ...complete, '/models': undefined };
  expect(await check()).toMatchObject({ usable: true, problems: [] });
});

test('the only model that is listed is asked where none is configured; of several, one has to be chosen', async () => {
  const none = endpointSchema.parse({ baseUrl });
  const ask = async () =>
    (await probeEndpoint('mine', none, {}, { signal: new AbortController().signal })).findings;
  expect(reportOnEndpoint('mine', none, await ask()).problems[0]?.message).toBe(
    'Endpoint "mine" has no model: it lists m-1, m-2. Write the one to ask as its "model" in seedbed.config.yaml.',
  );
  service = { ...complete, '/models': () => ({ body: [{ id: 'one' }] }) };
  expect(reportOnEndpoint('mine', none, await ask())).toMatchObject({
    usable: true,
    fields: { model: 'one' },
  });
});

test('an endpoint that only continues texts is told as such', async () => {
  service = { ...complete, '/chat/completions': undefined };
  const report = await check();
  expect(report).toMatchObject({ usable: false, fields: { completions: true } });
  expect(report.problems.at(-1)?.message).toMatch(/write completions: true\.$/);
  expect(await check({ completions: true })).toMatchObject({ usable: true, problems: [] });
});

test('embeddings are asked for where they are configured', async () => {
  service = { ...complete, '/embeddings': () => ({ body: { data: [{ index: 0, embedding: [1, 2, 3] }] } }) };
  expect(detailOf(await check({}, 'e-1'), 'embeddings')).toMatch(/^vectors of 3 numbers/);
  service = complete;
  expect((await check({}, 'e-1')).problems).toHaveLength(1);
});

describe('what can not be used is told in a sentence that names the mend', () => {
  const every = (reply: () => Reply | 'never'): Service => ({
    '/models': reply,
    '/chat/completions': reply,
    '/completions': reply,
  });
  test.each<[string, Service, object, RegExp, 'key' | undefined]>([
    ['a login page', every(() => login), {}, /a web page \(title "Sign in"\).*Check the baseUrl/, undefined],
    [
      'a refused key',
      every(() => ({ status: 401, body: { error: { message: 'no' } } })),
      { apiKeyEnv: 'KEY' },
      /refused the key in the environment variable KEY/,
      'key',
    ],
    [
      'no key',
      every(() => ({ status: 401, body: { error: { message: 'no' } } })),
      {},
      /wants a key and got none.*apiKeyEnv/,
      'key',
    ],
    [
      'a variable that is empty',
      complete,
      { apiKeyEnv: 'EMPTY' },
      /the environment variable EMPTY is empty/,
      'key',
    ],
    [
      'no answer',
      every(() => 'never'),
      { timeoutSeconds: 0.2 },
      /did not answer within 0\.2 s\.?$/,
      undefined,
    ],
    [
      'a port that nobody listens on',
      {},
      { baseUrl: 'http://127.0.0.1:9/v1' },
      /could not be reached/,
      undefined,
    ],
    [
      'credit that is used up',
      { ...models, '/chat/completions': () => ({ status: 402, body: {} }) },
      {},
      /Add credit/,
      undefined,
    ],
  ])('%s', async (_, behaviour, fields, message, about) => {
    service = behaviour;
    const report = await Promise.race([check(fields), delay(20_000, undefined, { ref: false })]);
    expect(report).toMatchObject({ usable: false });
    expect(report?.problems).toHaveLength(1);
    expect(report?.problems[0]?.message).toMatch(message);
    expect(report?.problems[0]?.about).toBe(about);
    expect(asked.length).toBeLessThan(5);
  });

  test('a stream that nobody asked for is read like any other answer', async () => {
    const events = ['{"choices":[{"delta":{"content":"Yes."}}]}', '[DONE]']
      .map((event) => `data: ${event}\n\n`)
      .join('');
    service = {
      ...models,
      '/chat/completions': () => ({ body: events, headers: { 'content-type': 'text/event-stream' } }),
    };
    expect(await check()).toMatchObject({ usable: true, problems: [] });
  });
});
