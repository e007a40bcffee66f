import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { priceInForce, priceOf } from '../../../adapters/prices/priceInForce';
import { priceList } from '../../../adapters/prices/listedPrice';
import { dollarsOf } from '../../../core/foundations/picodollars';
import { endpointSchema } from '../../../core/teacher/endpoint';
import { tokensOf } from '../../../core/teacher/answer/tokensOf';
import { costOf, isFree } from '../../../core/teacher/pricing/price';

type Written = Parameters<typeof endpointSchema.parse>[0];
const today = new Date('2026-11-28T12:00:00Z');
const openai = { preset: 'openai' };
const here = { baseUrl: 'http://127.0.0.1:8000/v1' };

const found = (endpoint: Written, model: string, at = today) =>
  priceInForce('house', endpointSchema.parse(endpoint), model, at);
const priceFor = (endpoint: Written, model: string, at = today) =>
  priceOf('house', endpointSchema.parse(endpoint), model, at);

interface Published {
  readonly what: string;
  readonly endpoint: Written;
  readonly model: string;
  readonly usage: Readonly<Record<string, unknown>>;
  readonly isBatch?: boolean;
  readonly dollars: number;
}

// The usage is as the provider's pages show it; the dollars are by the rates that they print.
const published: readonly Published[] = [
  {
    // https://openai.com/index/api-prompt-caching/: $2.50, $1.25 cached, $10.00: 86 * 2.5 + 1,920 * 1.25 + 300 * 10.
    what: 'OpenAI, cached: the example of "Prompt Caching in the API", GPT-4o',
    endpoint: openai,
    model: 'gpt-4o-2024-08-06',
    usage: {
      ...{ total_tokens: 2306, prompt_tokens: 2006, completion_tokens: 300 },
      prompt_tokens_details: { cached_tokens: 1920, audio_tokens: 0 },
      completion_tokens_details: { reasoning_tokens: 0, audio_tokens: 0 },
    },
    dollars: 0.005615,
  },
  {
    // The same page: $0.15, $0.075 cached, $0.60.
    what: 'OpenAI, cached: the same, GPT-4o mini',
    endpoint: openai,
    model: 'gpt-4o-mini-2024-07-18',
    usage: {
      ...{ total_tokens: 2306, prompt_tokens: 2006, completion_tokens: 300 },
      prompt_tokens_details: { cached_tokens: 1920 },
    },
    dollars: 0.0003369,
  },
  {
    // https://developers.openai.com/api/docs/guides/batch: half of GPT-4o's $2.50 and $10.00.
    what: 'OpenAI, batch: half of everything',
    endpoint: openai,
    model: 'gpt-4o',
    usage: { prompt_tokens: 1_000_000, completion_tokens: 1_000_000, total_tokens: 2_000_000 },
    isBatch: true,
    dollars: 6.25,
  },
  {
    what: 'OpenAI, batch: a small request of GPT-4o mini',
    endpoint: openai,
    model: 'gpt-4o-mini',
    usage: { prompt_tokens: 22, completion_tokens: 2, total_tokens: 24 },
    isBatch: true,
    dollars: 0.00000225,
  },
  {
    // https://developers.openai.com/api/docs/guides/reasoning: thinking is part of output_tokens; o3-mini at $1.10 and $4.40.
    what: 'OpenAI, reasoning: thinking is charged as output, once',
    endpoint: openai,
    model: 'o3-mini',
    usage: {
      ...{
        input_tokens: 75,
        input_tokens_details: { cached_tokens: 0 },
        output_tokens: 1186,
        total_tokens: 1261,
      },
      output_tokens_details: { reasoning_tokens: 1024 },
    },
    dollars: 0.0053009,
  },
  {
    // https://developers.openai.com/api/docs/pricing: $0.02 a million tokens.
    what: 'OpenAI, embeddings: prompt tokens alone',
    endpoint: openai,
    model: 'text-embedding-3-small',
    usage: { prompt_tokens: 8, total_tokens: 8 },
    dollars: 0.00000016,
  },
  {
    // https://platform.claude.com/docs/en/build-with-claude/prompt-caching: 5-minute writes 1.25 times $3, answers at $15.
    what: 'Anthropic, cache write: what is written comes beside input_tokens',
    endpoint: { preset: 'anthropic' },
    model: 'claude-sonnet-4-6',
    usage: {
      ...{
        input_tokens: 21,
        cache_creation_input_tokens: 188_086,
        cache_read_input_tokens: 0,
        output_tokens: 393,
      },
    },
    dollars: 0.7112805,
  },
  {
    what: 'Anthropic, cache read: a tenth of $3',
    endpoint: { preset: 'anthropic' },
    model: 'claude-sonnet-4-6',
    usage: {
      ...{
        input_tokens: 21,
        cache_creation_input_tokens: 0,
        cache_read_input_tokens: 188_086,
        output_tokens: 393,
      },
    },
    dollars: 0.0623838,
  },
  {
    // The pricing page: 1-hour writes at twice the input's $5, in batches half of everything.
    what: 'Anthropic, an hour of cache, in a batch',
    endpoint: { preset: 'anthropic' },
    model: 'claude-opus-4-8',
    usage: {
      ...{
        input_tokens: 1_000,
        cache_creation_input_tokens: 10_000,
        cache_read_input_tokens: 0,
        output_tokens: 100,
      },
      cache_creation: { ephemeral_5m_input_tokens: 4_000, ephemeral_1h_input_tokens: 6_000 },
    },
    isBatch: true,
    dollars: (0.005 + 0.025 + 0.06 + 0.0025) / 2,
  },
  {
    // https://github.com/mozilla-ai/any-llm/issues/1290: 198 tokens of answer and 405 of thinking that the total alone tells of; $0.30 and $2.50.
    what: 'Gemini, thinking that only the total tells of',
    endpoint: { preset: 'gemini' },
    model: 'gemini-2.5-flash',
    usage: { prompt_tokens: 20, completion_tokens: 198, total_tokens: 623 },
    dollars: 0.0015135,
  },
  {
    // The reductions of cache and batch don't add up: docs.cloud.google.com/…/batch-inference.
    what: 'Gemini, batch with cached tokens: those are not reduced once more',
    endpoint: { preset: 'gemini' },
    model: 'gemini-2.5-flash',
    usage: {
      ...{ prompt_tokens: 2_000_000, completion_tokens: 1_000_000, total_tokens: 3_000_000 },
      prompt_tokens_details: { cached_tokens: 1_000_000 },
    },
    isBatch: true,
    dollars: 0.15 + 0.03 + 1.25,
  },
];

test.each(published.map((each): [string, Published] => [each.what, each]))(
  'what a provider publishes comes out to the cent, and beyond: %s',
  (_, { endpoint, model, usage, isBatch = false, dollars }) => {
    const cost = costOf({ ...tokensOf({ usage }), isBatch }, priceFor(endpoint, model));
    expect(cost === undefined ? undefined : dollarsOf(cost)).toBeCloseTo(dollars, 12);
  },
);

test('a price says which list it is of, which version, when it was published, and as what', () => {
  expect(priceFor(openai, 'gpt-4o-mini')?.source).toEqual({
    kind: 'list',
    ...priceList,
    provider: 'openai',
    model: 'gpt-4o-mini',
  });
  const { dependencies } = JSON.parse(readFileSync(join(__dirname, '../../../package.json'), 'utf8')) as {
    dependencies: Record<string, string>;
  };
  expect(dependencies[priceList.list]).toBe(priceList.version);
});

test('a price is the one of its time, by the date and by the hour', () => {
  const o3 = (at: string) => priceFor(openai, 'o3', new Date(at))?.rates.prompt;
  expect([o3('2025-06-01T00:00:00Z'), o3('2025-07-01T00:00:00Z')]).toEqual([10, 2]);
  const [day, night] = ['2026-07-01T02:00:00Z', '2026-07-01T18:00:00Z'].map(
    (at) => priceFor({ preset: 'deepseek' }, 'deepseek-chat', new Date(at))?.rates.prompt,
  );
  expect(day).not.toEqual(night);
});

test.each([
  ['a model of another name', openai, 'gpt-99'],
  ['a service that no list knows', { baseUrl: 'https://llm.example.org/v1' }, 'gpt-4o-mini'],
  ['a server of our own, elsewhere', { preset: 'vllm', baseUrl: 'http://gpu.example.org/v1' }, 'qwen3-32b'],
  ['a variant that is routed otherwise', { preset: 'openrouter' }, 'openai/gpt-4o-mini:nitro'],
  ['a dearer tier of service', { ...openai, extraBody: { service_tier: 'priority' } }, 'gpt-4o-mini'],
  ['a gateway on this machine', here, 'openai/gpt-4o-mini'],
  ['what Ollama passes on to its cloud', { preset: 'ollama', ...here }, 'gpt-oss:120b-cloud'],
])(
  'a price that nobody knows is unknown and never zero, and the field to write is named: %s',
  (_, endpoint, model) => {
    expect(found(endpoint, model)).toEqual({
      kind: 'unknown',
      why: expect.stringContaining(`endpoints.house.prices["${model}"]`) as string,
    });
  },
);

test.each([
  ['127.0.0.1', here, 'smollm2-135m-instruct'],
  ['localhost', { preset: 'ollama', baseUrl: 'http://localhost:11434/v1' }, 'llama3.2:3b'],
  ['::1', { baseUrl: 'http://[::1]:8000/v1' }, 'qwen3-32b'],
  ['open weights of a house that sells others', here, 'gpt-oss-20b'],
])('a model that runs on this machine costs nothing, and the price says why: %s', (_, endpoint, model) => {
  const price = priceFor(endpoint, model);
  expect(price?.source).toEqual({ kind: 'local' });
  expect(price && isFree(price.rates)).toBe(true);
});

test('what the configuration says comes first: of the model, else of the endpoint', () => {
  const endpoint = {
    ...openai,
    price: { prompt: 1, completion: 2 },
    prices: {
      mine: { prompt: 3, cached: 0.3, cacheWrite: 4, completion: 5, reasoning: 6, request: 0.01, batch: 0.4 },
      gift: 0,
    },
  };
  expect(priceFor(endpoint, 'gpt-4o-mini')).toEqual({
    source: { kind: 'configuration' },
    rates: { prompt: 1, completion: 2, batch: 0.5 },
  });
  expect(priceFor(endpoint, 'mine')?.rates).toEqual(endpoint.prices.mine);
  expect(priceFor(endpoint, 'gift')).toMatchObject({
    source: { kind: 'configuration' },
    rates: { prompt: 0 },
  });
  const typed = { ...openai, usdPerMillionPromptTokens: 7, usdPerMillionCompletionTokens: 8 };
  expect(priceFor(typed, 'gpt-4o-mini')?.rates).toMatchObject({ prompt: 7, completion: 8 });
});

test('a gateway on this machine has the price that is written for it', () => {
  const gateway = { ...here, prices: { 'openai/gpt-4o-mini': { prompt: 0.15, completion: 0.6 } } };
  expect(priceFor(gateway, 'openai/gpt-4o-mini')).toMatchObject({ source: { kind: 'configuration' } });
});

test.each([
  ['negative', { price: { prompt: -1 } }],
  ['a text', { price: { prompt: '0.15 EUR' } }],
  ['another currency', { price: { prompt: 1, currency: 'EUR' } }],
  ['no price of the prompt', { price: { completion: 1 } }],
  ['more than anything costs', { price: { prompt: 150_000 } }],
  ['a dearer batch', { price: { prompt: 1, batch: 2 } }],
  ['half of the old form', { usdPerMillionCompletionTokens: 1 }],
  ['two forms at once', { price: 0, usdPerMillionPromptTokens: 1 }],
])('a price that makes no sense is refused: %s', (_, written) => {
  expect(endpointSchema.safeParse({ ...openai, ...written }).success).toBe(false);
});
