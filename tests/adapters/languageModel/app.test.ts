import OpenAI from 'openai';
import { createApp, sampleHeader } from '../../../adapters/languageModel/app';
import {
  PromptTooLong,
  RefusedByTemplate,
  type Generation,
  type GenerationRequest,
} from '../../../adapters/languageModel/generator';

const generation: Generation = {
  text: 'Hello.',
  finishReason: 'stop',
  promptTokens: 3,
  cachedTokens: 2,
  completionTokens: 2,
};

/** The interface over a generator that keeps what it was asked. */
function served(generate: (signal: AbortSignal) => Promise<Generation> = () => Promise.resolve(generation)) {
  const asked: GenerationRequest[] = [];
  const closing = new AbortController();
  const app = createApp(
    {
      name: 'small',
      contextSize: 2048,
      generate: (request, signal) => {
        asked.push(request);
        return generate(signal);
      },
    },
    closing.signal,
  );
  const post = async (path: string, body: unknown, headers: Record<string, string> = {}) => {
    const response = await app.request(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  };
  return { app, asked, closing, post };
}

const chat = { model: 'small', messages: [{ role: 'user', content: 'Hi' }] };

test("OpenAI's own client can ask for models, completions and chat completions", async () => {
  const { app, asked } = served();
  const client = new OpenAI({
    apiKey: 'none',
    baseURL: 'http://local/v1',
    maxRetries: 0,
    fetch: async (url, init) => app.request(url instanceof Request ? url.url : url.toString(), init),
  });
  expect((await client.models.list()).data.map(({ id }) => id)).toEqual(['small']);

  const completion = await client.completions.create({
    model: 'small',
    prompt: '1.',
    max_tokens: 20,
    stop: ['\n\n'],
  });
  expect(completion.choices[0]).toMatchObject({ text: 'Hello.', finish_reason: 'stop' });
  expect(completion.usage).toMatchObject({ prompt_tokens: 3, completion_tokens: 2, total_tokens: 5 });

  const answer = await client.chat.completions.create({
    model: 'small',
    messages: [{ role: 'user', content: 'Hi' }],
    temperature: 0,
  });
  expect(answer.choices[0]?.message).toMatchObject({ role: 'assistant', content: 'Hello.' });
  expect(asked.map(({ prompt, parameters }) => [prompt.kind, parameters])).toMatchObject([
    ['completion', { max_tokens: 20, stop: ['\n\n'], temperature: 1 }],
    ['chat', { temperature: 0, stop: [] }],
  ]);
});

test('the same question has the same seed, another sample another one, and a seed of its own goes before', async () => {
  const { asked, post } = served();
  await post('/v1/chat/completions', chat);
  await post('/v1/chat/completions', { messages: chat.messages, model: 'small', temperature: 1 });
  await post('/v1/chat/completions', chat, { [sampleHeader]: '1' });
  await post('/v1/chat/completions', { ...chat, seed: 7 }, { [sampleHeader]: '1' });
  const [first, again, other, own] = asked.map(({ seed }) => seed);
  expect(again).toBe(first);
  expect(other).not.toBe(first);
  expect(own).toBe(7);
});

test.each([
  ['temperature', { ...chat, temperature: 3 }],
  ['messages.0.role', { ...chat, messages: [{ role: 'robot', content: 'Hi' }] }],
  ['messages', { model: 'small' }],
  ['stream', { ...chat, stream: true }],
  ['tools', { ...chat, tools: [] }],
  ['n', { ...chat, n: 2 }],
])('a wrong or unsupported %s is refused with 400, and named', async (param, body) => {
  const { asked, post } = served();
  const answer = await post('/v1/chat/completions', body);
  expect(answer).toMatchObject({ status: 400, body: { error: { type: 'invalid_request_error', param } } });
  expect(asked).toEqual([]);
});

test('a body that is no JSON is refused with 400', async () => {
  expect(await served().post('/v1/completions', '{')).toMatchObject({
    status: 400,
    body: { error: { param: null } },
  });
});

test('an unknown model is refused with 404, naming the one that is there', async () => {
  const answer = await served().post('/v1/completions', { model: 'large', prompt: '1.' });
  expect(answer).toMatchObject({
    status: 404,
    body: {
      error: { code: 'model_not_found', message: 'model: "large" is not served here; ask for "small"' },
    },
  });
});

test('a prompt that leaves no room is refused with 400, saying by how much', async () => {
  const { post } = served(() => Promise.reject(new PromptTooLong(2100, 2048)));
  const answer = await post('/v1/completions', { model: 'small', prompt: '1.' });
  expect(answer).toMatchObject({
    status: 400,
    body: {
      error: {
        param: 'prompt',
        code: 'context_length_exceeded',
        message: expect.stringContaining('shorten it by 53 tokens') as string,
      },
    },
  });
});

test('a body above 1 MB is refused with 413', async () => {
  const answer = await served().post('/v1/completions', { model: 'small', prompt: 'x'.repeat(1024 * 1024) });
  expect(answer.status).toBe(413);
});

test('shutting down ends what is being generated, with 503', async () => {
  const { closing, post } = served(
    (signal) =>
      new Promise((_, reject) => {
        signal.addEventListener('abort', () => {
          reject(signal.reason as Error);
        });
        closing.abort();
      }),
  );
  expect((await post('/v1/chat/completions', chat)).status).toBe(503);
});

test("what the model's chat template does not take is a mistake of who asks, in the template's words", async () => {
  const { post } = served(() => Promise.reject(new RefusedByTemplate(new Error('roles must alternate'))));
  const { status, body } = await post('/v1/chat/completions', chat);
  expect(status).toBe(400);
  expect(body['error']).toMatchObject({
    param: 'messages',
    message: expect.stringContaining('roles must alternate') as string,
  });
});
