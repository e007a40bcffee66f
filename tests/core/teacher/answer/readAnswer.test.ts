import { readAnswer } from '../../../../core/teacher/answer/readAnswer';

const usage = { prompt_tokens: 3, completion_tokens: 2 };
const counted = { promptTokens: 3, completionTokens: 2 };

function chat(message: unknown, rest: Record<string, unknown> = {}): Record<string, unknown> {
  return { id: 'a-1', choices: [{ index: 0, finish_reason: 'stop', message }], usage, ...rest };
}

function stream(...chunks: readonly unknown[]): string {
  return chunks
    .map((chunk) => `data: ${typeof chunk === 'string' ? chunk : JSON.stringify(chunk)}\n\n`)
    .join('');
}

function delta(of: unknown, rest: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    id: 'a-1',
    object: 'chat.completion.chunk',
    choices: [{ index: 0, delta: of, finish_reason: null, ...rest }],
  };
}

function read(body: unknown, thinks = false) {
  return readAnswer(typeof body === 'string' ? body : JSON.stringify(body), thinks);
}

const whole = { text: 'Four.', finishReason: 'stop', requestId: 'a-1', ...counted };

describe('an answer is read', () => {
  test.each<[string, unknown]>([
    ['as OpenAI writes it', chat({ role: 'assistant', content: 'Four.' })],
    [
      'as parts of a text',
      chat({
        content: [
          { type: 'text', text: 'Fo' },
          { type: 'text', text: 'ur.' },
        ],
      }),
    ],
    ['as parts of an output text', chat({ content: [{ type: 'output_text', text: 'Four.' }] })],
    ['as bare texts', chat({ content: ['Fo', 'ur.'] })],
    ['as a part whose text has a value', chat({ content: [{ type: 'text', text: { value: 'Four.' } }] })],
    ['as one part without a list', chat({ content: { type: 'text', text: 'Four.' } })],
    [
      'beside parts that are no text',
      chat({
        content: [
          { type: 'image_url', image_url: {} },
          { type: 'text', text: 'Four.' },
        ],
      }),
    ],
    ['as a message that is a text', chat('Four.')],
    ['as a legacy text', { id: 'a-1', choices: [{ text: 'Four.', finish_reason: 'stop' }], usage }],
    ['as a delta', { id: 'a-1', choices: [{ delta: { content: 'Four.' }, finish_reason: 'stop' }], usage }],
    [
      'before the end of a stream that is none',
      `${JSON.stringify(chat({ content: 'Four.' }))}\n\ndata: [DONE]\n\n`,
    ],
    [
      'as the arguments of the tool that a gateway made of the schema',
      chat({
        content: null,
        tool_calls: [{ type: 'function', function: { name: 'json_tool_call', arguments: 'Four.' } }],
      }),
    ],
    ['in a list of one', [chat({ content: 'Four.' })]],
    ['in a text of JSON', JSON.stringify(JSON.stringify(chat({ content: 'Four.' })))],
    ['wrapped by a gateway', { code: 0, success: true, data: chat({ content: 'Four.' }) }],
    [
      'after blanks that kept the connection open',
      `\n  \n\r\n${JSON.stringify(chat({ content: 'Four.' }))}\n`,
    ],
    [
      'after comments that kept it open',
      `: PROCESSING\n\n: PROCESSING\n\n${JSON.stringify(chat({ content: 'Four.' }))}`,
    ],
    ['after a byte order mark', `\uFEFF${JSON.stringify(chat({ content: 'Four.' }))}`],
    ['with an error that is null', chat({ content: 'Four.' }, { error: null })],
    [
      'with numbers as texts',
      chat({ content: 'Four.' }, { usage: { prompt_tokens: '3', completion_tokens: '2' } }),
    ],
    [
      'with counts by other names',
      chat({ content: 'Four.' }, { usage: { input_tokens: 3, output_tokens: 2 } }),
    ],
    [
      'with counts of which one is to be told',
      chat({ content: 'Four.' }, { usage: { prompt_tokens: 3, total_tokens: 5 } }),
    ],
    ["with Groq's counts", chat({ content: 'Four.' }, { usage: undefined, x_groq: { usage } })],
    [
      'as a stream',
      stream(
        delta({ role: 'assistant', content: '' }),
        delta({ content: 'Fo' }),
        delta({ content: 'ur.' }),
        delta({}, { finish_reason: 'stop' }),
        { id: 'a-1', choices: [], usage },
        '[DONE]',
      ),
    ],
    [
      'as a stream with comments, names of events and other line ends',
      `: ping\r\n\r\nevent: message\r\ndata:${JSON.stringify(delta({ content: 'Four.' }))}\r\n\r\n: ping\r\n\r\ndata: ${JSON.stringify({ ...delta({}, { finish_reason: 'stop' }), usage })}\r\n\r\n`,
    ],
    [
      'as a stream without empty lines',
      [delta({ content: 'Four.' }), { ...delta({}, { finish_reason: 'stop' }), usage }]
        .map((chunk) => `data: ${JSON.stringify(chunk)}\n`)
        .join('') + 'data: [DONE]\n',
    ],
    [
      'as a stream of parts',
      stream(
        delta({ content: [{ type: 'text', text: 'Four.' }] }),
        { ...delta({}, { finish_reason: 'stop' }), usage },
        '[DONE]',
      ),
    ],
    [
      'as a stream of one whole message',
      stream(
        { id: 'a-1', choices: [{ index: 0, message: { content: 'Four.' }, finish_reason: 'stop' }], usage },
        '[DONE]',
      ),
    ],
  ])('%s', (_name, body) => {
    expect(read(body)).toEqual(whole);
  });

  test('with a numeric id, and without any', () => {
    expect(read(chat({ content: 'Four.' }, { id: 17 }))).toMatchObject({ requestId: '17' });
    expect(read(chat({ content: 'Four.' }, { id: undefined }))).toMatchObject({ requestId: '' });
  });

  test('without counts, or with ones that make no sense, which then are 0', () => {
    const none = { text: 'Four.', promptTokens: 0, completionTokens: 0 };
    expect(read(chat({ content: 'Four.' }, { usage: undefined }))).toMatchObject(none);
    expect(read(chat({ content: 'Four.' }, { usage: null }))).toMatchObject(none);
    expect(
      read(chat({ content: 'Four.' }, { usage: { prompt_tokens: -1, completion_tokens: 'many' } })),
    ).toMatchObject(none);
  });

  test('with the tokens that were thinking, and those that were cached', () => {
    const details = {
      prompt_tokens_details: { cached_tokens: 2 },
      completion_tokens_details: { reasoning_tokens: 1 },
    };
    const told = { reasoningTokens: 1, cachedTokens: 2 };
    expect(read(chat({ content: 'Four.' }, { usage: { ...usage, ...details } }))).toMatchObject(told);
    const others = {
      input_tokens_details: { cached_tokens: 2 },
      output_tokens_details: { reasoning_tokens: 1 },
    };
    expect(read(chat({ content: 'Four.' }, { usage: { ...usage, ...others } }))).toMatchObject(told);
    const flat = { prompt_cache_hit_tokens: 2, reasoning_tokens: 1 };
    expect(read(chat({ content: 'Four.' }, { usage: { ...usage, ...flat } }))).toMatchObject(told);
  });

  test.each<[string, unknown, string]>([
    ['of nothing', chat({ content: null }), ''],
    ['of an empty text', chat({ content: '' }), ''],
    ['of no parts', chat({ content: [] }), ''],
    ['of a message without content', chat({ role: 'assistant' }), ''],
    ['of blanks, which stay', chat({ content: ' Four.\n' }), ' Four.\n'],
  ])('%s', (_name, body, text) => {
    expect(read(body)).toEqual({ ...whole, text });
  });

  test.each<[string, unknown, string]>([
    ['in its own field', chat({ content: null, refusal: 'No.' }), 'No.'],
    ['as a part', chat({ content: [{ type: 'refusal', refusal: 'No.' }] }), 'No.'],
    [
      'in a stream',
      stream(
        delta({ refusal: 'N' }),
        delta({ refusal: 'o.' }),
        delta({}, { finish_reason: 'stop' }),
        '[DONE]',
      ),
      'No.',
    ],
    [
      'by calling a tool',
      chat({
        content: null,
        tool_calls: [{ type: 'function', function: { name: 'search', arguments: '{}' } }],
      }),
      'It called the tool "search" in place of an answer.',
    ],
    [
      "by the endpoint's filter",
      { choices: [{ message: { content: null }, finish_reason: 'content_filter' }] },
      "The endpoint's content filter withheld the answer.",
    ],
  ])('as a refusal %s', (_name, body, refusal) => {
    expect(read(body)).toMatchObject({ text: '', refusal });
  });
});

describe('why an answer ended is understood', () => {
  test.each([
    [
      'stop',
      [
        'stop',
        'STOP',
        'eos',
        'eos_token',
        'end_turn',
        'stop_sequence',
        'end-of-turn',
        'tool_calls',
        'COMPLETE',
      ],
    ],
    ['length', ['length', 'max_tokens', 'MAX_TOKENS', 'model_length', 'max_output_tokens', 'token limit']],
    [
      'content_filter',
      ['content_filter', 'SAFETY', 'RECITATION', 'blocked', 'PROHIBITED_CONTENT', 'refusal'],
    ],
    ['unknown', ['something else', '', null, undefined, 7]],
  ])('as %s', (meaning, words) => {
    for (const word of words)
      expect(read({ choices: [{ message: { content: 'Four.' }, finish_reason: word }] })).toMatchObject({
        finishReason: meaning,
      });
  });
});

describe('thinking is kept apart', () => {
  const parts = (part: unknown) => chat({ content: [part, { type: 'text', text: 'Four.' }] });
  test.each<[string, unknown]>([
    ['in reasoning_content', chat({ content: 'Four.', reasoning_content: 'Hm.' })],
    ['in reasoning', chat({ content: 'Four.', reasoning: 'Hm.' })],
    [
      'in reasoning_details',
      chat({ content: 'Four.', reasoning_details: [{ type: 'reasoning.text', text: 'Hm.' }] }),
    ],
    [
      'in a summary',
      chat({ content: 'Four.', reasoning_details: [{ type: 'reasoning.summary', summary: 'Hm.' }] }),
    ],
    [
      'in several of them, which say the same',
      chat({
        content: 'Four.',
        reasoning: 'Hm.',
        reasoning_details: [{ type: 'reasoning.text', text: 'Hm.' }],
      }),
    ],
    [
      'in a field and in the text, which say the same',
      chat({ content: '<think>Hm.</think>Four.', reasoning_content: 'Hm.' }),
    ],
    ["in Magistral's parts", parts({ type: 'thinking', thinking: [{ type: 'text', text: 'Hm.' }] })],
    ["in Anthropic's parts", parts({ type: 'thinking', thinking: 'Hm.', signature: 'x' })],
    ['in parts of reasoning', parts({ type: 'reasoning', summary: [{ type: 'summary_text', text: 'Hm.' }] })],
    ['in the text', chat({ content: '<think>\nHm.\n</think>\n\nFour.' })],
    ['in a text that is a part', chat({ content: [{ type: 'text', text: '<think>Hm.</think>Four.' }] })],
    [
      'in a continued text',
      { id: 'a-1', choices: [{ text: '<think>Hm.</think>Four.', finish_reason: 'stop' }], usage },
    ],
    [
      'in a stream',
      stream(
        delta({ reasoning_content: 'H' }),
        delta({ reasoning_content: 'm.' }),
        delta({ content: 'Four.' }),
        { ...delta({}, { finish_reason: 'stop' }), usage },
        '[DONE]',
      ),
    ],
    [
      'in the text of a stream',
      stream(
        delta({ content: '<thi' }),
        delta({ content: 'nk>Hm.</think>Four.' }),
        { ...delta({}, { finish_reason: 'stop' }), usage },
        '[DONE]',
      ),
    ],
  ])('%s', (_name, body) => {
    expect(read(body)).toEqual({ ...whole, thinking: 'Hm.' });
  });

  test('that nobody may see leaves the answer alone', () => {
    expect(read(parts({ type: 'redacted_thinking', data: 'xyz' }))).toEqual(whole);
    expect(
      read(chat({ content: 'Four.', reasoning_details: [{ type: 'reasoning.encrypted', data: 'xyz' }] })),
    ).toEqual(whole);
  });

  test('that used all tokens up is known, whether it is shown, counted or neither', () => {
    const cut = (message: unknown, completion_tokens: number, rest = {}) => ({
      choices: [{ message, finish_reason: 'length' }],
      usage: { prompt_tokens: 3, completion_tokens, ...rest },
    });
    expect(read(cut({ content: '<think>Hm' }, 40))).toMatchObject({
      text: '',
      thinking: 'Hm',
      finishReason: 'length',
    });
    expect(
      read(cut({ content: '' }, 40, { completion_tokens_details: { reasoning_tokens: 40 } })),
    ).toMatchObject({ reasoningTokens: 40 });
    expect(read(cut({ content: null }, 40))).toMatchObject({ text: '', reasoningTokens: 40 });
    expect(read(cut({ content: 'Fo' }, 40))).not.toHaveProperty('reasoningTokens');
  });
});

describe('an error with status 200 counts as if it had come with its own', () => {
  test.each<[string, unknown, number]>([
    ['by a code', { error: { code: 429, message: 'Slow down.' } }, 429],
    ['by a code that is a text', { error: { code: '503', message: 'Busy.' } }, 503],
    [
      "by OpenAI's words",
      { error: { type: 'invalid_request_error', code: 'model_not_found', message: 'No such model.' } },
      404,
    ],
    ['by its credit', { error: { code: 'insufficient_quota', message: 'Pay.' } }, 429],
    [
      "by Anthropic's words",
      { type: 'error', error: { type: 'rate_limit_error', message: 'Slow down.' } },
      429,
    ],
    [
      "by Anthropic's words, overloaded",
      { type: 'error', error: { type: 'overloaded_error', message: 'Busy.' } },
      529,
    ],
    ["by Google's words", { error: { status: 'UNAUTHENTICATED', message: 'Who?' } }, 401],
    [
      "by Google's words, in a list",
      [{ error: { code: 403, status: 'PERMISSION_DENIED', message: 'No.' } }],
      403,
    ],
    ["by vLLM's fields", { object: 'error', code: 400, message: 'Too long.' }, 400],
    ['by a status of its own', { status: 503, message: 'Busy.' }, 503],
    [
      'in the choice that it broke off',
      {
        choices: [
          { message: { content: 'Fo' }, finish_reason: 'error', error: { code: 502, message: 'Gone.' } },
        ],
      },
      502,
    ],
    ["by Cloudflare's list", { success: false, errors: [{ code: 401, message: 'Who?' }] }, 401],
    ['in a stream', stream(delta({ content: 'Fo' }), { error: { code: 429, message: 'Slow down.' } }), 429],
  ])('%s', (_name, body, status) => {
    expect(read(body)).toMatchObject({ kind: 'error', status, message: expect.any(String) as string });
  });

  test('and its code is kept', () => {
    expect(read({ error: { code: 'insufficient_quota', type: 'requests', message: 'Pay.' } })).toEqual({
      kind: 'error',
      status: 429,
      code: 'insufficient_quota',
      type: 'requests',
      message: 'Pay.',
      error: { code: 'insufficient_quota', type: 'requests', message: 'Pay.' },
    });
  });
});

describe('what is no answer says what it is', () => {
  const page = '<!DOCTYPE html>\n<html><head><title>Sign\n in</title></head></html>';
  test.each<[string, unknown, string]>([
    ['a page', page, 'a web page (title "Sign in")'],
    ['a page, and where to look', page, 'Check the baseUrl'],
    ['markup', '<?xml version="1.0"?><Error/>', 'markup and not JSON'],
    ['nothing', '', 'an empty body'],
    ['blanks', ' \n', 'an empty body'],
    ['comments alone', ': PROCESSING\n\n', 'an empty body'],
    ['half of it', '{"choices": [', 'not JSON'],
    ['a sentence', 'Service is starting', 'not JSON'],
    ['a number', '4', 'JSON, but not an object'],
    ['several', [{}, {}], 'JSON, but not an object'],
    ['without choices', { id: 'x' }, 'choices: there is none'],
    ['with an empty list of them', { choices: [] }, 'choices: there is none'],
    ['with a choice that says nothing', { choices: [{ finish_reason: 'stop' }] }, 'choices.0.message'],
    [
      'an error without a status',
      { error: { message: 'overloaded' } },
      'an error without a status: overloaded',
    ],
    ['an error that is a text', { error: 'model is loading' }, 'an error without a status: model is loading'],
    ['a detail', { detail: 'Not today' }, 'an error without a status: Not today'],
    ['a stream that broke off', stream(delta({ content: 'Fo' })), 'broke off before its end'],
    ['a stream of nothing', stream('[DONE]'), 'without an answer in it'],
    [
      "Ollama's own answer",
      { model: 'm', message: { content: 'Four.' }, done: true },
      "Ollama's own interface",
    ],
    [
      "Ollama's own answer, and its mend",
      { model: 'm', response: 'Four.', done: true },
      'end the baseUrl with /v1',
    ],
    [
      "Ollama's own stream",
      '{"response":"Fo","done":false}\n{"response":"ur.","done":true}\n',
      "Ollama's own interface",
    ],
    [
      "llama.cpp's own answer",
      { content: 'Four.', stop: true, generation_settings: {} },
      "llama.cpp's own interface",
    ],
    [
      "Anthropic's own answer",
      { type: 'message', content: [{ type: 'text', text: 'Four.' }] },
      "Anthropic's own interface",
    ],
    ["Gemini's own answer", { candidates: [{ content: { parts: [{ text: 'Four.' }] } }] }, 'v1beta/openai'],
    ['an answer of /responses', { object: 'response', output: [{ type: 'message' }] }, '/chat/completions'],
    ["text-generation-inference's own answer", [{ generated_text: 'Four.' }], 'end the baseUrl with /v1'],
    ['a list of models', { object: 'list', data: [{ id: 'm', object: 'model' }] }, 'a list of models'],
  ])('%s', (_name, body, message) => {
    expect(read(body)).toEqual({ kind: 'malformed', message: expect.stringContaining(message) as string });
  });
});
