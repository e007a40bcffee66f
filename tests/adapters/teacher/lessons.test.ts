import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createTeacher, LessonBook, TeacherError } from '../../../adapters/teacher';
import { endpointSchema } from '../../../core/teacher/endpoint';
import { describeLesson, type Lesson } from '../../../core/teacher/lessons';
import type { SamplingParameters, TeacherRequest } from '../../../core/teacher/request';

type Body = Record<string, unknown>;
interface Reply {
  readonly status: number;
  readonly body: unknown;
}
interface Received {
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: Body;
}

let server: Server;
let baseUrl: string;
let received: Received[];
let reply: (body: Body) => Reply;

const answered: Reply = {
  status: 200,
  body: { choices: [{ finish_reason: 'stop', message: { content: 'One.\n16. Two.' } }] },
};

beforeAll(async () => {
  server = createServer((incoming, response) => {
    let text = '';
    incoming.on('data', (chunk: Buffer) => (text += chunk.toString()));
    incoming.on('end', () => {
      const body = JSON.parse(text) as Body;
      received.push({ url: incoming.url ?? '', headers: incoming.headers, body });
      const { status, body: answer } = reply(body);
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
    });
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
});
beforeEach(() => {
  received = [];
  reply = () => answered;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const everything: SamplingParameters = {
  temperature: 0.7,
  top_p: 0.5,
  presence_penalty: 2,
  max_tokens: 64,
  stop: ['\n16', '\n\n'],
};

function question(parameters = everything, more: Partial<TeacherRequest> = {}): TeacherRequest {
  return {
    role: 'propose',
    endpoint: 'test',
    model: 'deployed-by-us',
    prompt: { kind: 'chat', messages: [{ role: 'user', content: 'Hello?' }] },
    parameters,
    sample: '0',
    ...more,
  };
}

/** A teacher, and what it learned. */
function pupil(options: Record<string, unknown> = {}, environment: Record<string, string> = {}) {
  const learned: string[] = [];
  const book = new LessonBook(new Map(), (_, lesson: Lesson) => learned.push(describeLesson(lesson)));
  const teacher = createTeacher('test', endpointSchema.parse({ baseUrl, ...options }), environment, book);
  const ask = (request = question()) =>
    teacher.send(request, { signal: new AbortController().signal, callKey: 'key' });
  return { ask, learned };
}

async function failureOf(asking: Promise<unknown>) {
  const error: unknown = await asking.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof TeacherError)) throw new Error(`Not a TeacherError: ${String(error)}`);
  return error.failure;
}

/** What GPT-5 and the o-series say, one at a time, in this order. */
function likeGpt5(body: Body): Reply {
  const refuse = (param: string, code: string, message: string): Reply => ({
    status: 400,
    body: { error: { message, type: 'invalid_request_error', param, code } },
  });
  if ('max_tokens' in body) {
    const message =
      "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.";
    return refuse('max_tokens', 'unsupported_parameter', message);
  }
  for (const name of ['temperature', 'top_p', 'presence_penalty', 'stop']) {
    if (!(name in body)) continue;
    const code = name === 'temperature' ? 'unsupported_value' : 'unsupported_parameter';
    return refuse(name, code, `Unsupported: '${name}' is not supported with this model.`);
  }
  return answered;
}

describe('a model that refuses what is asked', () => {
  test('is asked without it, as often as it names something, and at once the next time', async () => {
    reply = likeGpt5;
    const { ask, learned } = pupil();
    expect((await ask()).sent).toEqual({ model: 'deployed-by-us', max_completion_tokens: 64 });
    expect(received).toHaveLength(6);
    expect(learned).toEqual([
      'takes the bound of an answer as max_completion_tokens: it is sent so from now on',
      'takes no temperature: it is left out from now on',
      'takes no top_p: it is left out from now on',
      'takes no presence_penalty: it is left out from now on',
      'takes no stop: it is left out from now on',
    ]);
    await ask();
    expect(received).toHaveLength(7);
    expect(received[6]?.body).toEqual({
      model: 'deployed-by-us',
      max_completion_tokens: 64,
      messages: [{ role: 'user', content: 'Hello?' }],
    });
  });

  test('is not asked for it in the first place where its name tells its family', async () => {
    reply = likeGpt5;
    const { ask, learned } = pupil();
    await ask(question(everything, { model: 'openai/gpt-5-mini' }));
    expect(received).toHaveLength(1);
    expect(learned).toEqual([]);
  });

  test('ends its answer where a stop sequence would have ended it', async () => {
    reply = likeGpt5;
    expect(await pupil().ask()).toMatchObject({ text: 'One.', finishReason: 'stop' });
  });

  test.each([
    ['in detail', (detail: unknown) => ({ detail })],
    [
      'in detail within its message',
      (detail: unknown) => ({ object: 'error', message: { detail }, code: null }),
    ],
    [
      'in JSON within its message',
      (detail: unknown) => ({ message: JSON.stringify({ detail }), code: '1000' }),
    ],
    ['in its message as a list', (detail: unknown) => ({ object: 'Error', message: detail, code: 3001 })],
  ])('says so by 422 and FastAPI, %s', async (_, write) => {
    reply = (body) =>
      'presence_penalty' in body
        ? {
            status: 422,
            body: write([
              {
                type: 'extra_forbidden',
                loc: ['body', 'presence_penalty'],
                msg: 'Extra inputs are not permitted',
              },
            ]),
          }
        : answered;
    const { ask, learned } = pupil();
    await ask();
    expect(received[1]?.body).toMatchObject({ temperature: 0.7, top_p: 0.5, max_tokens: 64 });
    expect(learned).toEqual(['takes no presence_penalty: it is left out from now on']);
  });

  test('says so in words alone', async () => {
    reply = (body) =>
      'top_p' in body && 'temperature' in body
        ? {
            status: 400,
            body: {
              type: 'error',
              error: {
                type: 'invalid_request_error',
                message:
                  '`temperature` and `top_p` cannot both be specified for this model. Please use only one.',
              },
            },
          }
        : answered;
    const { ask, learned } = pupil();
    expect((await ask()).sent).toMatchObject({ temperature: 0.7 });
    expect(learned).toEqual(['takes no top_p: it is left out from now on']);
  });

  test("says so in Google's list", async () => {
    const description = 'Invalid JSON payload received. Unknown name "presence_penalty": Cannot find field.';
    const error = { code: 400, message: description, status: 'INVALID_ARGUMENT', details: [] };
    reply = (body) => ('presence_penalty' in body ? { status: 400, body: [{ error }] } : answered);
    const { ask, learned } = pupil();
    await ask();
    expect(learned).toEqual(['takes no presence_penalty: it is left out from now on']);
  });

  test('takes the old name of the bound only, and is given it', async () => {
    const detail = [{ type: 'extra_forbidden', loc: ['body', 'max_completion_tokens'], msg: 'Extra inputs' }];
    reply = (body) => ('max_completion_tokens' in body ? { status: 422, body: { detail } } : answered);
    const { ask, learned } = pupil({ preset: 'azure' }, { AZURE_OPENAI_API_KEY: 'k' });
    expect((await ask()).sent).toMatchObject({ max_tokens: 64 });
    expect(learned).toEqual(['takes the bound of an answer as max_tokens: it is sent so from now on']);
  });

  test('follows no schema, and is asked for JSON in a lesser form', async () => {
    reply = ({ response_format }) => {
      const message = 'This model does not support response format `json_schema`.';
      const form = (response_format as { type: string } | undefined)?.type;
      return form === undefined
        ? answered
        : {
            status: 400,
            body: { error: { message, type: 'invalid_request_error', param: 'response_format' } },
          };
    };
    const { ask, learned } = pupil({ structuredOutput: true });
    const schema = { name: 'tasks', schema: { type: 'object' } };
    await ask(question({}, { schema }));
    expect(
      received.map(({ body }) => (body['response_format'] as { type: string } | undefined)?.type),
    ).toEqual(['json_schema', 'json_object', undefined]);
    expect(learned).toHaveLength(2);
    await ask(question({}, { schema }));
    expect(received).toHaveLength(4);
  });

  test.each([
    [
      'for the value of the bound',
      { param: 'max_tokens', code: 'invalid_value', message: 'max_tokens is too large' },
    ],
    ['for a bound in words alone', { message: 'Invalid max_tokens value, the valid range is [1, 32]' }],
    ['for what we did not send', { param: 'logprobs', code: 'unsupported_parameter', message: "'logprobs'" }],
    ['for its messages', { param: 'messages', code: 'invalid_value', message: 'too many messages' }],
    ['without a word', {}],
  ])('%s is asked no second time: a person is told', async (_, error) => {
    reply = () => ({ status: 400, body: { error } });
    const { ask, learned } = pupil();
    const failure = await failureOf(ask());
    expect(failure).toMatchObject({
      kind: 'closed',
      message: expect.stringMatching(/null.*"omit"/) as string,
    });
    expect(received).toHaveLength(1);
    expect(learned).toEqual([]);
  });

  test('of whatever name is asked a few times, and no more', async () => {
    reply = (body) => {
      const param = ['max_tokens', 'max_completion_tokens'].find((name) => name in body) ?? 'model';
      return { status: 400, body: { error: { message: 'No.', param, code: 'unsupported_parameter' } } };
    };
    const { ask } = pupil();
    expect((await failureOf(ask())).kind).toBe('closed');
    expect(received).toHaveLength(3);
  });

  test('for its bound under either name keeps the name that it had', async () => {
    reply = (body) => {
      const param = 'max_tokens' in body ? 'max_tokens' : 'max_completion_tokens';
      const code = param === 'max_tokens' ? 'unsupported_parameter' : 'integer_above_max_value';
      return { status: 400, body: { error: { message: 'No.', param, code } } };
    };
    const { ask, learned } = pupil();
    expect((await failureOf(ask())).message).toContain('does not take our max_completion_tokens');
    expect(learned).toEqual([]);
  });

  test('is learned of once by many who ask at the same time', async () => {
    reply = likeGpt5;
    const { ask, learned } = pupil();
    await Promise.all(Array.from({ length: 8 }, () => ask()));
    expect(learned).toHaveLength(5);
  });

  test('for a length that no model has is not taught anything', async () => {
    const message =
      "'max_tokens' is too large: 64. This model's maximum context length is 32 tokens and your request has 20.";
    reply = () => ({ status: 400, body: { error: { message, param: 'max_tokens', code: null } } });
    const { ask, learned } = pupil();
    expect((await failureOf(ask())).kind).toBe('unanswerable');
    expect(learned).toEqual([]);
  });
});

test('a refusal that comes as an internal error, with the report of a validation in its words, teaches too', async () => {
  // As llama-cpp-python 0.3.36's server says it.
  const report = (field: string) =>
    `1 validation error:\n  {'type': 'literal_error', 'loc': ('body', '${field}', 'type'), 'msg': "Input should be 'text'"}`;
  reply = ({ response_format: format }) =>
    (format as { type: string } | undefined)?.type === 'json_schema'
      ? {
          status: 500,
          body: {
            error: {
              message: report('response_format'),
              type: 'internal_server_error',
              param: null,
              code: null,
            },
          },
        }
      : answered;
  const { ask, learned } = pupil({ structuredOutput: true });
  await ask(question(everything, { schema: { name: 'a', schema: { type: 'object' } } }));
  expect(learned).toEqual(['follows no schema: it is asked for JSON of any shape from now on']);

  reply = () => ({
    status: 500,
    body: { error: { message: report('something_of_its_own'), type: 'internal_server_error' } },
  });
  expect(await failureOf(ask())).toMatchObject({ kind: 'transient' });
});

describe('what the configuration says', () => {
  test('is left out is left out', async () => {
    await pupil({ omit: ['presence_penalty', 'stop'] }).ask();
    expect(Object.keys(received[0]?.body ?? {}).sort()).toEqual([
      'max_tokens',
      'messages',
      'model',
      'temperature',
      'top_p',
    ]);
  });

  test('is added to the body goes before what is ours, and is never unlearned', async () => {
    const extraBody = { reasoning_effort: 'low', provider: { order: ['a'] }, temperature: 1 };
    const { ask } = pupil({ extraBody });
    await ask();
    expect(received[0]?.body).toMatchObject(extraBody);
    reply = () => ({ status: 400, body: { error: { param: 'temperature', code: 'unsupported_value' } } });
    expect((await failureOf(ask())).message).toContain('extraBody');
    expect(received).toHaveLength(2);
  });

  test('goes into headers and addresses, also from the environment, and is shown to nobody', async () => {
    const { ask } = pupil(
      {
        headers: { 'HTTP-Referer': 'https://example.com', 'X-Team': { env: 'TEAM_TOKEN' } },
        query: { 'api-version': '2026-01-01' },
      },
      { TEAM_TOKEN: 'a-team-secret' },
    );
    reply = () => ({ status: 400, body: { error: { message: 'Who is a-team-secret?' } } });
    const failure = await failureOf(ask());
    expect(received[0]).toMatchObject({
      url: '/v1/chat/completions?api-version=2026-01-01',
      headers: { 'http-referer': 'https://example.com', 'x-team': 'a-team-secret' },
    });
    expect(failure.message).toContain('Who is [key]?');
  });

  test('is in a variable that is empty is asked for by name, before anything is sent', async () => {
    const failure = await failureOf(pupil({ headers: { 'X-Team': { env: 'TEAM_TOKEN' } } }).ask());
    expect(failure).toMatchObject({ about: 'key', message: expect.stringContaining('TEAM_TOKEN') as string });
    expect(received).toHaveLength(0);
  });

  test("sends Azure's key in its own header, to the path of a deployment", async () => {
    const { ask } = pupil(
      {
        preset: 'azure',
        baseUrl: `${baseUrl.replace('/v1', '')}/openai/deployments/mine`,
        query: { 'api-version': '2024-10-21' },
      },
      { AZURE_OPENAI_API_KEY: 'azure-secret' },
    );
    await ask();
    expect(received[0]).toMatchObject({
      url: '/openai/deployments/mine/chat/completions?api-version=2024-10-21',
      headers: { 'api-key': 'azure-secret' },
      body: { max_completion_tokens: 64 },
    });
    expect(received[0]?.headers.authorization).toBeUndefined();
  });

  test("brings parameters within Anthropic's bounds", async () => {
    const { ask } = pupil({ preset: 'anthropic' }, { ANTHROPIC_API_KEY: 'k' });
    await ask(question({ ...everything, temperature: 1.3 }, { model: 'claude-sonnet-4-5' }));
    expect(received[0]?.body).toEqual({
      model: 'claude-sonnet-4-5',
      temperature: 1,
      max_tokens: 64,
      stop: ['\n16'],
      messages: [{ role: 'user', content: 'Hello?' }],
    });
  });
});
