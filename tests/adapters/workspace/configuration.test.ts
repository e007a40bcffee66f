import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  configurationFile,
  endpointTraits,
  readConfiguration,
} from '../../../adapters/workspace/configuration';

let workspace: string;
beforeEach(() => (workspace = mkdtempSync(join(tmpdir(), 'seedbed-configuration-'))));
afterEach(() => rmSync(workspace, { recursive: true }));

const local = { SEEDBED_LOCAL_TEACHER_URL: 'http://127.0.0.1:8081/v1' };
const write = (text: string): void => writeFileSync(join(workspace, configurationFile), text);

describe('the endpoints of a worker', () => {
  test('are none without a key, an address or a configuration', async () => {
    expect(await readConfiguration(workspace, { OPENAI_API_KEY: '' })).toEqual({
      endpoints: {},
      models: {},
      defaultEndpoint: undefined,
      webhooks: {},
    });
  });

  test('are the local model where its address is known', async () => {
    const configuration = await readConfiguration(workspace, local);
    expect(configuration.defaultEndpoint).toBe('local');
    expect(endpointTraits(configuration)).toEqual([
      {
        endpoint: 'local',
        defaultModel: 'smollm2-135m-instruct',
        licenses: { 'smollm2-135m-instruct': 'apache-2.0' },
        structuredOutput: false,
        completions: true,
        small: true,
      },
    ]);
  });

  test('name the variable of the key, never the key', async () => {
    const configuration = await readConfiguration(workspace, { ...local, OPENAI_API_KEY: 'sk-secret' });
    expect(configuration.defaultEndpoint).toBe('openai');
    expect(configuration.endpoints['openai']).toMatchObject({
      baseUrl: 'https://api.openai.com/v1',
      apiKeyEnv: 'OPENAI_API_KEY',
      structuredOutput: 'json_schema',
    });
    expect(JSON.stringify(configuration)).not.toContain('sk-secret');
  });

  test('with an address alone send no key', async () => {
    const environment = { OPENAI_BASE_URL: 'http://localhost:11434/v1', OPENAI_MODEL: 'llama3.2' };
    const { endpoints } = await readConfiguration(workspace, environment);
    expect(endpoints['openai']).toMatchObject({ baseUrl: 'http://localhost:11434/v1', model: 'llama3.2' });
    expect(endpoints['openai']).not.toHaveProperty('apiKeyEnv');
  });

  test('written in the file come before those of the environment', async () => {
    write('endpoints:\n  openai: { baseUrl: "https://example.com/v1", concurrency: 8 }\n');
    const { endpoints } = await readConfiguration(workspace, { OPENAI_API_KEY: 'k' });
    expect(endpoints['openai']).toMatchObject({
      baseUrl: 'https://example.com/v1',
      concurrency: 8,
      timeoutSeconds: 120,
    });
  });

  test('say to runs what they can do, by their preset and in their own words', async () => {
    write(
      'endpoints:\n  a: { preset: deepseek }\n  b: { preset: anthropic, thinks: true }\n  c: { baseUrl: "http://c/v1" }\n',
    );
    expect(endpointTraits(await readConfiguration(workspace, {}))).toMatchObject([
      { endpoint: 'a', structuredOutput: true },
      { endpoint: 'b', structuredOutput: false, thinks: true },
      { endpoint: 'c', structuredOutput: false },
    ]);
  });

  test('of the environment take the form of JSON from the host', async () => {
    const environment = { OPENAI_BASE_URL: 'https://api.deepseek.com', OPENAI_API_KEY: 'k' };
    const { endpoints } = await readConfiguration(workspace, environment);
    expect(endpoints['openai']).toMatchObject({
      preset: 'deepseek',
      structuredOutput: 'json_object',
      apiKeyEnv: 'OPENAI_API_KEY',
    });
  });

  test('that stand alone are the default, whatever they are called', async () => {
    write('endpoints:\n  ours: { baseUrl: "http://ours:8000/v1" }\n');
    expect((await readConfiguration(workspace, {})).defaultEndpoint).toBe('ours');
  });

  test('are the default whether the local teacher is up or not; of several, one has to be named', async () => {
    const defaultOf = async (text: string, environment: NodeJS.ProcessEnv) => {
      write(text);
      return (await readConfiguration(workspace, environment)).defaultEndpoint;
    };
    const one = 'endpoints: { ours: { baseUrl: "http://ours/v1" } }\n';
    const two = 'endpoints: { a: { baseUrl: "http://a/v1" }, b: { gguf: b.gguf } }\n';
    const openai = { OPENAI_API_KEY: 'sk-test' };
    expect(await defaultOf(one, local)).toBe('ours');
    expect(await defaultOf(one, { ...local, ...openai })).toBe('openai');
    expect([await defaultOf(two, {}), await defaultOf(two, local)]).toEqual([undefined, undefined]);
    expect(await defaultOf('endpoints: { mine: { gguf: b.gguf } }\n', local)).toBe('mine');
    expect(await defaultOf(two.replace('a:', 'local:'), {})).toBe('local');
  });

  test.each([
    [
      'an unknown field',
      'endpoints: { a: { baseURL: "http://a/v1" } }',
      /"endpoints\.a\.baseURL" .* did you mean "endpoints\.a\.baseUrl"\?/,
    ],
    [
      'no address',
      'endpoints: { a: { baseUrl: here } }',
      /"endpoints\.a\.baseUrl" is the text "here", but must be an address/,
    ],
    [
      'another protocol',
      'endpoints: { a: { baseUrl: "ftp://a/v1" } }',
      /"endpoints\.a\.baseUrl" must begin with http/,
    ],
    [
      'a password in the address',
      'endpoints: { a: { baseUrl: "http://u:p@a/v1" } }',
      /hold no user name or password/,
    ],
    [
      'fluency left to an endpoint that is not there',
      'fluency: { endpoint: big, model: base }',
      /"fluency\.endpoint" is "big", which is no endpoint: there are none/,
    ],
    [
      'a file and an address',
      'endpoints: { a: { gguf: a.gguf, baseUrl: "http://a/v1" } }',
      /"endpoints\.a\.baseUrl" can't stand beside "gguf"/,
    ],
    [
      'a file and a key',
      'endpoints: { a: { gguf: a.gguf, apiKeyEnv: KEY } }',
      /"endpoints\.a\.apiKeyEnv" is not a field of the configuration: the fields of "endpoints\.a" are gguf/,
    ],
    [
      'a file whose context is no number',
      'endpoints: { a: { gguf: a.gguf, contextTokens: all } }',
      /"endpoints\.a\.contextTokens" is the text "all", but must be/,
    ],
    [
      'embeddings asked of a file',
      'endpoints: { a: { gguf: a.gguf } }\nembeddings: { endpoint: a, model: m, dimensions: 8 }',
      /"embeddings\.endpoint" is "a", which is a model that is served from its file.* neither embeddings nor log-probabilities/,
    ],
    ['a syntax error', 'endpoints: {', /seedbed\.config\.yaml is not valid YAML at line 1/],
    ['a name with spaces', 'endpoints: { "a b": { baseUrl: "http://a/v1" } }', /must be letters, digits/],
  ])('with %s are refused in words', async (_, text, message) => {
    write(text);
    await expect(readConfiguration(workspace, {})).rejects.toThrow(message);
  });

  test('may be a file, which is one where the environment says that it is served', async () => {
    write('endpoints: { mine: { gguf: models/Qwen3-4B-Instruct.Q4.gguf, threads: 3 } }\n');
    const nowhere = await readConfiguration(workspace, {});
    expect(nowhere).toMatchObject({
      endpoints: {},
      defaultEndpoint: 'mine',
      models: { mine: { threads: 3 } },
    });

    const served = { SEEDBED_SERVED_MODELS: 'other=http://127.0.0.1:1/v1 mine=http://127.0.0.1:8643/v1' };
    const { endpoints } = await readConfiguration(workspace, served);
    expect(Object.keys(endpoints)).toEqual(['mine']);
    expect(endpoints['mine']).toMatchObject({
      baseUrl: 'http://127.0.0.1:8643/v1',
      model: 'Qwen3-4B-Instruct.Q4',
      small: false,
      completions: false,
      concurrency: 2,
      timeoutSeconds: 600,
    });
    expect(endpoints['mine']).not.toHaveProperty('apiKeyEnv');
  });

  test('from the environment are refused by the name of the variable', async () => {
    await expect(readConfiguration(workspace, { OPENAI_BASE_URL: 'localhost' })).rejects.toThrow(
      /OPENAI_BASE_URL/,
    );
  });

  test('may be asked for fluency', async () => {
    write('endpoints: { big: { baseUrl: "http://big:8000/v1" } }\nfluency: { endpoint: big, model: base }\n');
    expect((await readConfiguration(workspace, {})).fluency).toEqual({ endpoint: 'big', model: 'base' });
  });

  test('may be left out of an empty file', async () => {
    write('# nothing yet\n');
    expect((await readConfiguration(workspace, local)).defaultEndpoint).toBe('local');
  });
});
