import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../../adapters/workspace/packageRoot';
import { checkAgainst } from '../../../core/recipe/problems';
import { endpointSchema, secretVariables } from '../../../core/teacher/endpoint';
import { familyOf } from '../../../core/teacher/families/registry';
import { presetNames, presetOf } from '../../../core/teacher/presets/registry';
import { thinks } from '../../../core/teacher/sentParameters';

const problemsOf = (written: unknown): string[] => {
  const checked = checkAgainst(endpointSchema, written, 'endpoint');
  return checked.ok ? [] : checked.problems.map(({ message }) => message);
};

describe('a preset', () => {
  test.each(presetNames.filter((name) => presetOf(name).baseUrl !== undefined))(
    '%s is all that has to be written',
    (preset) => {
      const { baseUrl, apiKeyEnv, structuredOutput } = presetOf(preset);
      expect(endpointSchema.parse({ preset })).toMatchObject({
        preset,
        baseUrl,
        structuredOutput,
        ...(apiKeyEnv !== undefined && { apiKeyEnv }),
      });
    },
  );

  test('is on the page as it is', () => {
    const page = readFileSync(join(packageRoot(), 'docs/endpoints.md'), 'utf8');
    const rows = [...page.matchAll(/^\| `(\w+)` +\| (?:`(\S+)`|yours) +\| (?:`(\w+)`|none) /gm)];
    expect(rows.map(([, name, baseUrl, apiKeyEnv]) => [name, baseUrl, apiKeyEnv])).toEqual(
      presetNames.map((name) => [name, presetOf(name).baseUrl, presetOf(name).apiKeyEnv]),
    );
  });

  test('gives way to whatever is written', () => {
    const written = {
      preset: 'openai',
      baseUrl: 'http://proxy/v1',
      apiKeyEnv: 'OURS',
      structuredOutput: 'json_object',
      concurrency: 3,
    };
    expect(endpointSchema.parse(written)).toMatchObject(written);
  });

  test.each([
    ['https://api.openai.com/v1', 'openai'],
    ['https://ours.openai.azure.com/openai/v1', 'azure'],
    ['https://generativelanguage.googleapis.com/v1beta/openai/', 'gemini'],
    ['https://api.mistral.ai/v1', 'mistral'],
    ['http://localhost:11434/v1', 'generic'],
    ['https://api.openai.com.example.com/v1', 'generic'],
  ])('is told by the address %s: %s', (baseUrl, preset) => {
    expect(endpointSchema.parse({ baseUrl }).preset).toBe(preset);
  });

  test('asks for no key where a header carries one', () => {
    const endpoint = endpointSchema.parse({ preset: 'groq', headers: { authorization: { env: 'AUTH' } } });
    expect(endpoint.apiKeyEnv).toBeUndefined();
    expect(secretVariables(endpoint)).toEqual(['AUTH']);
  });
});

describe('an endpoint is refused in words', () => {
  test.each<[string, unknown, RegExp]>([
    ['for an unknown preset', { preset: 'opena' }, /"preset" is the text "opena", .*: write "openai"/],
    ['without an address', {}, /"baseUrl" is missing: give the address of the API, or a preset that has one/],
    ["without Azure's address", { preset: 'azure' }, /since everybody's azure has its own/],
    [
      'for a secret in a header',
      { preset: 'vllm', headers: { Authorization: 'Bearer abc' } },
      /"headers.Authorization" holds a secret in the file: write \{ env: NAME \}/,
    ],
    [
      'for a key in a header',
      { preset: 'vllm', headers: { 'X-Other': 'sk-abcdefgh' } },
      /write \{ env: NAME \}/,
    ],
    [
      'for a key in the address',
      { preset: 'vllm', query: { k: 'sk-abcdefgh' } },
      /"query.k" holds what looks like/,
    ],
    [
      'for a header that is ours',
      { preset: 'vllm', headers: { 'Idempotency-Key': '1' } },
      /every request sets it by itself/,
    ],
    [
      'for two keys',
      { preset: 'openai', apiKeyEnv: 'A', headers: { Authorization: { env: 'B' } } },
      /is what "apiKeyEnv" sends: leave one of them out/,
    ],
    [
      'for a body that streams',
      { preset: 'vllm', extraBody: { stream: true } },
      /"extraBody.stream" can't be set/,
    ],
    ['for an unknown parameter', { preset: 'vllm', omit: ['temprature'] }, /write "temperature"/],
  ])('%s', (_, written, message) => {
    expect(problemsOf(written).join('\n')).toMatch(message);
  });
});

test.each([
  ['gpt-5-mini', "OpenAI's reasoning models", true],
  ['openai/o3', "OpenAI's reasoning models", true],
  ['o4-mini-2025-04-16', "OpenAI's reasoning models", true],
  ['gpt-5-chat-latest', undefined, false],
  ['gpt-4o', undefined, false],
  ['gpt-oss:20b', 'gpt-oss', true],
  ['deepseek-ai/DeepSeek-R1-Distill-Qwen-7B', 'DeepSeek-R1', true],
  ['deepseek-chat', undefined, false],
  ['Qwen/Qwen3-32B', 'Qwen3', true],
  ['qwen3-30b-a3b-instruct-2507', undefined, false],
  ['magistral-small-2509', 'Magistral', true],
  ['us.anthropic.claude-sonnet-4-5-20250929-v1:0', 'Claude', false],
  ['gemini-2.5-flash', 'Gemini 2.5 and later', true],
  ['llama3.2', undefined, false],
])('%s is told by its name', (model, family, isThinking) => {
  expect(familyOf(model)?.name).toBe(family);
  expect(thinks(model, undefined)).toBe(isThinking);
  expect(thinks(model, !isThinking)).toBe(!isThinking);
});
