import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createTeacher, TeacherError, type Teacher } from '../../../adapters/teacher';
import { endpointSchema } from '../../../core/teacher/endpoint';
import type { TeacherFailure } from '../../../core/teacher/failure';
import type { TeacherRequest } from '../../../core/teacher/request';

const request: TeacherRequest = {
  role: 'respond',
  endpoint: 'test',
  model: 'm',
  prompt: { kind: 'chat', messages: [{ role: 'user', content: 'Hello?' }] },
  parameters: { temperature: 0, max_tokens: 16, stop: ['\n'] },
  sample: 's-1',
};
const completion: TeacherRequest = { ...request, prompt: { kind: 'completion', prompt: '1.' } };
const chatAnswer = {
  id: 'chat-1',
  choices: [{ index: 0, finish_reason: 'stop', message: { role: 'assistant', content: 'Hi.' } }],
  usage: { prompt_tokens: 3, completion_tokens: 2, total_tokens: 5 },
};

interface Received {
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: Record<string, unknown>;
}

let server: Server;
let baseUrl: string;
let respond: (response: ServerResponse) => void;
let received: Received[];

beforeAll(async () => {
  server = createServer((incoming, response) => {
    let text = '';
    incoming.on('data', (chunk: Buffer) => (text += chunk.toString()));
    incoming.on('end', () => {
      const body = JSON.parse(text) as Record<string, unknown>;
      received.push({ url: incoming.url ?? '', headers: incoming.headers, body });
      respond(response);
    });
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
});
beforeEach(() => {
  received = [];
  respond = json(200, chatAnswer);
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

function json(status: number, body: unknown, headers: Record<string, string> = {}) {
  return (response: ServerResponse) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
  };
}

function teacher(options: Record<string, unknown> = {}, environment: Record<string, string> = {}): Teacher {
  return createTeacher('test', endpointSchema.parse({ baseUrl, ...options }), environment);
}

function send(from: Teacher = teacher(), what = request, signal = new AbortController().signal) {
  return from.send(what, { signal, callKey: 'key-1' });
}

async function failureOf(sending: Promise<unknown>): Promise<TeacherFailure> {
  const error: unknown = await sending.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof TeacherError)) throw new Error(`Not a TeacherError: ${String(error)}`);
  return error.failure;
}

describe('an answer', () => {
  test('of a conversation arrives with its counts, and says who asked', async () => {
    respond = json(200, chatAnswer, { 'x-request-id': 'req-7' });
    expect(await send()).toEqual({
      text: 'Hi.',
      finishReason: 'stop',
      promptTokens: 3,
      completionTokens: 2,
      requestId: 'req-7',
      sent: { model: 'm', temperature: 0, max_tokens: 16, stop: ['\n'] },
    });
    expect(received[0]).toMatchObject({
      url: '/v1/chat/completions',
      headers: { 'x-seedbed-call': 'key-1', 'x-seedbed-sample': 's-1', 'idempotency-key': 'key-1' },
      body: { model: 'm', temperature: 0, max_tokens: 16, stop: ['\n'] },
    });
  });

  test('of a continued text arrives as well', async () => {
    respond = json(200, { id: 'c-1', choices: [{ index: 0, finish_reason: 'length', text: ' More' }] });
    expect(await send(teacher(), completion)).toMatchObject({
      text: ' More',
      finishReason: 'length',
      promptTokens: 0,
      requestId: 'c-1',
    });
    expect(received[0]).toMatchObject({ url: '/v1/completions', body: { prompt: '1.' } });
  });

  test('that is empty is an answer, and so is a refusal', async () => {
    respond = json(200, { choices: [{ message: { content: '' }, finish_reason: 'eos' }] });
    expect(await send()).toMatchObject({ text: '', finishReason: 'stop', requestId: '' });
    respond = json(200, { choices: [{ message: { content: null, refusal: 'No.' }, finish_reason: 'stop' }] });
    expect(await send()).toMatchObject({ text: '', refusal: 'No.' });
  });

  test('that must follow a schema is asked for with it', async () => {
    const follows = teacher({ structuredOutput: true });
    await send(follows, { ...request, schema: { name: 'tasks', schema: { type: 'object' } } });
    expect(received[0]?.body['response_format']).toEqual({
      type: 'json_schema',
      json_schema: { name: 'tasks', schema: { type: 'object' }, strict: true },
    });
  });
});

describe('whatever came with status 200', () => {
  async function thrownFor(sending: Promise<unknown>): Promise<TeacherError> {
    const error: unknown = await sending.catch((reason: unknown) => reason);
    if (!(error instanceof TeacherError)) throw new Error(`Not a TeacherError: ${String(error)}`);
    return error;
  }

  test('is read whatever its content type says', async () => {
    for (const type of ['text/plain', 'text/event-stream', 'application/octet-stream']) {
      respond = json(200, chatAnswer, { 'content-type': type });
      expect(await send()).toMatchObject({ text: 'Hi.' });
    }
    respond = (response) => response.writeHead(200).end(`\n\n  ${JSON.stringify(chatAnswer)}`);
    expect(await send()).toMatchObject({ text: 'Hi.' });
  });

  test('is read to the end that a stream tells of, also where the server leaves it open', async () => {
    const chunk = { id: 'c', choices: [{ index: 0, delta: { content: 'Hi.' }, finish_reason: 'stop' }] };
    respond = (response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(`data: ${JSON.stringify(chunk)}\n\ndata: [DONE]\n\n`);
    };
    expect(await send(teacher({ timeoutSeconds: 30 }))).toMatchObject({ text: 'Hi.', requestId: 'c' });
  });

  test.each([
    ['429', { error: { code: 429, message: 'Slow down.' } }, 'rateLimited'],
    ['401', { error: { type: 'authentication_error', message: 'Who?' } }, 'closed'],
    ['503 with a date', { status: 503, message: 'Busy.' }, 'overloaded'],
    ['429 for want of credit', { error: { code: 'insufficient_quota' } }, 'quotaExhausted'],
    ['400 for its length', { error: { code: 'context_length_exceeded' } }, 'unanswerable'],
  ])('is an error where its body is one: %s', async (_name, body, kind) => {
    respond = json(200, body, { 'retry-after': '1' });
    expect(await failureOf(send())).toMatchObject({ kind, retryAfterMs: 1000 });
  });

  test('says what it is where it is no answer, such as the page of a login', async () => {
    respond = json(200, '<!doctype html><title>Sign in</title>', { 'content-type': 'text/html' });
    const { message } = await thrownFor(send());
    expect(message).toContain('a web page (title "Sign in")');
    expect(message).toContain('Check the baseUrl');
  });

  test('is not read for ever', async () => {
    respond = (response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      const more = () => void (response.destroyed || response.write(' '.repeat(1 << 20), more));
      more();
    };
    expect((await thrownFor(send(teacher({ timeoutSeconds: 60 })))).message).toContain('more than 16 MiB');
  });
});

describe('a model that thinks', () => {
  const aloud = (content: string, finish_reason = 'stop') => ({
    choices: [{ message: { content }, finish_reason }],
  });

  test('has its thinking told apart, without keys in it', async () => {
    respond = json(200, aloud('<think>The key is secret-9.</think>Hi.'));
    expect(await send(teacher({ apiKeyEnv: 'MY_KEY' }, { MY_KEY: 'secret-9' }))).toMatchObject({
      text: 'Hi.',
      thinking: 'The key is [key].',
    });
  });

  test('gets tokens to think as soon as it was seen to; the bound of the answer stays what it is', async () => {
    const from = teacher({ thinkingTokens: 100 });
    respond = json(200, aloud('<think>Hm.</think>Hi.'));
    await send(from);
    await send(from);
    await send(from, { ...request, model: 'another' });
    expect(received.map(({ body }) => body['max_tokens'])).toEqual([16, 116, 16]);
  });

  test('gets them at once where its name or the configuration says that it thinks', async () => {
    await send(teacher({ thinkingTokens: 100 }), { ...request, model: 'qwen/qwen3-32b' });
    await send(teacher({ thinkingTokens: 100, thinks: true }));
    await send(teacher({ thinkingTokens: 100, thinks: false }), { ...request, model: 'qwen3-32b' });
    expect(received.map(({ body }) => body['max_tokens'])).toEqual([116, 116, 16]);
  });

  test('gets more of them where a thought used up the first', async () => {
    await send(teacher({ thinkingTokens: 100 }), { ...request, thinkingAllowance: 'larger' });
    expect(received[0]?.body).toMatchObject({ max_tokens: 416 });
    expect(received[0]?.body).not.toHaveProperty('thinkingAllowance');
  });
});

describe('a key', () => {
  test('is sent from the environment variable that the endpoint names', async () => {
    await send(teacher({ apiKeyEnv: 'MY_KEY' }, { MY_KEY: 'secret-9' }));
    expect(received[0]?.headers.authorization).toBe('Bearer secret-9');
  });

  test('is not invented where the endpoint names none', async () => {
    await send();
    expect(received[0]?.headers.authorization).toBeUndefined();
  });

  test('that is missing is asked for by name, before anything is sent', async () => {
    const failure = await failureOf(send(teacher({ apiKeyEnv: 'MY_KEY' })));
    expect(failure).toMatchObject({ kind: 'closed', message: expect.stringContaining('MY_KEY') as string });
    expect(received).toHaveLength(0);
  });

  test('never appears in an error, even if the endpoint repeats it', async () => {
    respond = json(401, {
      error: { message: 'Incorrect API key provided: secret-9.', code: 'invalid_api_key' },
    });
    const failure = await failureOf(send(teacher({ apiKeyEnv: 'MY_KEY' }, { MY_KEY: 'secret-9' })));
    expect(failure.kind).toBe('closed');
    expect(failure.message).not.toContain('secret-9');
  });
});

describe('a failure', () => {
  test('to be waited out carries the time and the id', async () => {
    respond = json(
      429,
      { error: { message: 'Slow down.' } },
      { 'retry-after-ms': '250', 'x-request-id': 'r' },
    );
    expect(await failureOf(send())).toMatchObject({
      kind: 'rateLimited',
      retryAfterMs: 250,
      status: 429,
      requestId: 'r',
      message: expect.stringContaining('Slow down') as string,
    });
  });

  test.each([
    ['for want of credit', 429, { error: { type: 'insufficient_quota' } }, 'quotaExhausted'],
    ['of the server', 500, { error: { message: 'Oops.' } }, 'transient'],
    ['of a proxy that speaks HTML', 502, '<html>', 'transient'],
    ['for an unknown model', 404, { error: { code: 'model_not_found' } }, 'closed'],
    [
      'for length, told by vLLM',
      400,
      { object: 'error', message: 'maximum context length is 2048' },
      'unanswerable',
    ],
    ['for a wrong request, told by FastAPI', 422, { detail: [{ msg: 'field required' }] }, 'closed'],
  ])('%s is told apart', async (_name, status, body, kind) => {
    respond = json(status, body);
    expect((await failureOf(send())).kind).toBe(kind);
    expect(received).toHaveLength(1);
  });

  test.each([
    ['is not JSON', '{"choices": ['],
    ['is empty', ''],
    ['has no choices', { choices: [] }],
    ['has a choice without a message', { choices: [{ finish_reason: 'stop' }] }],
    ['is an error after all', { error: { message: 'overloaded' } }],
  ])('is what a body is that %s', async (_name, body) => {
    respond = json(200, body);
    const raw = typeof body === 'string' ? body : JSON.stringify(body);
    expect(await failureOf(send())).toMatchObject({ kind: 'malformed', raw });
  });

  test('by a closed connection, before and within the body, is transient', async () => {
    respond = (response) => void response.destroy();
    expect((await failureOf(send())).kind).toBe('transient');
    respond = (response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
      response.write('{"choices"', () => response.destroy());
    };
    expect((await failureOf(send())).kind).toBe('transient');
  });

  test('to connect is transient: the server may be starting again', async () => {
    const gone = createServer();
    await new Promise<void>((listening) => gone.listen(0, '127.0.0.1', listening));
    const { port } = gone.address() as AddressInfo;
    await new Promise((closed) => gone.close(closed));
    const failure = await failureOf(send(teacher({ baseUrl: `http://127.0.0.1:${port}/v1` })));
    expect(failure).toMatchObject({
      kind: 'transient',
      message: expect.stringContaining('ECONNREFUSED') as string,
    });
  });

  test('to answer in time is a timeout, in the body as before it', async () => {
    respond = () => undefined;
    expect((await failureOf(send(teacher({ timeoutSeconds: 0.1 })))).kind).toBe('timeout');
    respond = (response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.write('{');
    };
    expect((await failureOf(send(teacher({ timeoutSeconds: 0.2 })))).kind).toBe('timeout');
  });

  test('of our own making is cancelled', async () => {
    const controller = new AbortController();
    respond = () => controller.abort();
    expect((await failureOf(send(teacher(), request, controller.signal))).kind).toBe('cancelled');
    expect((await failureOf(send(teacher(), request, controller.signal))).kind).toBe('cancelled');
  });
});
