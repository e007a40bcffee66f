import OpenAI from 'openai';
import { alpacaBlocklist, selfInstructBlocklist } from '../core/screening/filters/blocklist';
import { classification, instances, labelledInstances } from '../core/recipe/prompts/paper';
import { parseAnswer } from '../core/recipe/prompts/parseAnswer';
import { renderPrompt } from '../core/recipe/prompts/renderPrompt';
import { parseTogether, togetherPrompt } from '../core/recipe/prompts/together';
import { ourPrompt } from './support/ourPrompts';
import { Draws, drawLognormal } from './support/seededDraws';
import {
  answerTo,
  malformedTexts,
  recognise,
  type JsonSchema,
  type Question,
} from './support/simulatedAnswers';
import { isClassification, writeInstruction } from './support/simulatedEnglish';
import {
  rateUse,
  slotUse,
  startSimulatedTeacher,
  type RequestLogEntry,
  type SimulatedTeacher,
} from './support/simulatedTeacher';
import { type SimulatedTeacherOptions } from './support/simulatedTeacherOptions';
import { spawnSimulatedTeacher } from './support/simulatedTeacherProcess';
import { SlotMeter } from './support/slotMeter';
import { TokenBucket } from './support/tokenBucket';

const running: { close(): Promise<void> }[] = [];

afterEach(async () => {
  await Promise.all(running.splice(0).map((teacher) => teacher.close()));
});

async function start(options: SimulatedTeacherOptions = {}): Promise<SimulatedTeacher> {
  const teacher = await startSimulatedTeacher(options);
  running.push(teacher);
  return teacher;
}

/** Sends one request; a reset or an abort is `lost`. */
async function ask(
  { baseUrl }: { readonly baseUrl: string },
  prompt: string,
  more: { sample?: string; signal?: AbortSignal; body?: object } = {},
): Promise<{ status: number | 'lost'; text: string; headers: Headers }> {
  try {
    const response = await fetch(`${baseUrl}/completions`, {
      method: 'POST',
      headers: more.sample === undefined ? {} : { 'x-seedbed-sample': more.sample },
      body: JSON.stringify({ model: 'simulated', prompt, ...more.body }),
      ...(more.signal === undefined ? {} : { signal: more.signal }),
    });
    return { status: response.status, text: await response.text(), headers: response.headers };
  } catch {
    return { status: 'lost', text: '', headers: new Headers() };
  }
}

function answerText(body: string): string {
  return (JSON.parse(body) as { choices: { text: string }[] }).choices[0]?.text ?? '';
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setImmediate(resolve));
}

function numberedPrompt(topic: number): string {
  return `Come up with a series of tasks:\n1. Name the capital city of country number ${topic}.\n2.`;
}

const prompts = Array.from({ length: 40 }, (_, index) => numberedPrompt(index));

describe('what is drawn', () => {
  const behaviour: SimulatedTeacherOptions = {
    seed: 7,
    latency: { meanSeconds: 0.004 },
    faults: {
      serverErrors: 0.2,
      malformedHttp: 0.1,
      connectionResets: 0.1,
      malformed: 0.1,
      truncated: 0.1,
      refusals: 0.1,
    },
    logSize: 1000,
  };

  /** Asks each prompt twice, in the given order, so many at once, and tells what came of each. */
  async function outcomes(order: readonly string[], atOnce: number): Promise<string[]> {
    const teacher = await start(behaviour);
    const seen: string[] = [];
    const left = order.flatMap((prompt) => [`${prompt} `, prompt]);
    const askRest = async () => {
      for (let prompt = left.shift(); prompt !== undefined; prompt = left.shift()) {
        for (let time = 0; time < 2; time++) {
          const { status, text } = await ask(teacher, prompt);
          const answer = status === 200 && text.endsWith('}') ? answerText(text) : '';
          seen.push(JSON.stringify([prompt, time, status, answer]));
        }
      }
    };
    await Promise.all(Array.from({ length: atOnce }, askRest));
    const drawn = ({ identity, attempt, fault, latencySeconds, task }: RequestLogEntry) =>
      JSON.stringify([identity, attempt, fault, latencySeconds, task]);
    return [...seen, ...teacher.log().map(drawn)].sort();
  }

  test('equal seed and requests give equal answers, faults and latencies, in any order and at any concurrency', async () => {
    const oneByOne = await outcomes(prompts, 1);
    expect(await outcomes([...prompts].reverse(), 16)).toEqual(oneByOne);
  });

  test('another seed gives other answers', async () => {
    const [one, other] = [await start({ seed: 1 }), await start({ seed: 2 })];
    const prompt = numberedPrompt(1);
    expect((await ask(one, prompt)).text).not.toBe((await ask(other, prompt)).text);
  });

  test('the order of keys in a body makes no difference, the sample header does', async () => {
    const teacher = await start();
    const first = await ask(teacher, 'Say something.', { body: { temperature: 0, max_tokens: 90 } });
    const reordered = await ask(teacher, 'Say something.', { body: { max_tokens: 90, temperature: 0 } });
    const sampled = await ask(teacher, 'Say something.', {
      body: { temperature: 0, max_tokens: 90 },
      sample: '1',
    });
    expect(answerText(reordered.text)).toBe(answerText(first.text));
    expect(answerText(sampled.text)).not.toBe(answerText(first.text));
    expect(teacher.stats().repeatedAfterAnswer).toBe(1);
  });

  test('latencies are lognormal with the configured mean', () => {
    const latencies = Array.from({ length: 20_000 }, (_, index) =>
      drawLognormal(new Draws('latency', index), 1, 0.5),
    );
    const mean = latencies.reduce((sum, latency) => sum + latency, 0) / latencies.length;
    const median = latencies.sort((a, b) => a - b)[10_000];
    expect(mean).toBeCloseTo(1, 1);
    expect(median).toBeCloseTo(Math.exp(-0.125), 1);
  });
});

describe('limits', () => {
  test('a token bucket allows its burst, then its rate, and says how long to wait', () => {
    const bucket = new TokenBucket(20, 2, 0);
    expect([bucket.take(1, 0), bucket.take(1, 0), bucket.take(1, 0)]).toEqual([0, 0, 0.05]);
    expect(bucket.take(1, 25)).toBeCloseTo(0.025);
    expect(bucket.take(1, 50)).toBe(0);
    const admitted = Array.from({ length: 1001 }, (_, index) => bucket.take(1, 50 + index * 10)).filter(
      (wait) => wait === 0,
    );
    expect(admitted.length).toBe(200);
  });

  test('requests over the rate get a 429 with the wait, counted, and the rest an answer', async () => {
    const teacher = await start({ requestsPerSecond: 0.001, burst: 3 });
    const answers = await Promise.all(prompts.slice(0, 10).map((prompt) => ask(teacher, prompt)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(3);
    const refused = answers.filter(({ status }) => status === 429);
    expect(refused).toHaveLength(7);
    expect(refused[0]?.text).toContain('rate_limit_exceeded');
    expect(Number(refused[0]?.headers.get('retry-after-ms'))).toBeGreaterThan(900_000);
    expect(teacher.stats()).toMatchObject({ requests: 10, admitted: 3, refusedForRate: 7 });
  });

  test.each([
    ['seconds', { 'retry-after': '2', 'retry-after-ms': null }],
    ['milliseconds', { 'retry-after': null, 'retry-after-ms': '1500' }],
    ['date', { 'retry-after': expect.stringMatching(/GMT$/) as string, 'retry-after-ms': null }],
    ['none', { 'retry-after': null, 'retry-after-ms': null }],
  ] as const)('the wait is told as %s', async (as, headers) => {
    const teacher = await start({ requestsPerSecond: 0.001, burst: 1, retryAfter: { as, seconds: 1.5 } });
    await ask(teacher, 'One.');
    const refused = await ask(teacher, 'Two.');
    expect({
      'retry-after': refused.headers.get('retry-after'),
      'retry-after-ms': refused.headers.get('retry-after-ms'),
    }).toEqual(headers);
  });

  test('tokens over the allowance are refused', async () => {
    const teacher = await start({ tokensPerMinute: 1 });
    expect((await ask(teacher, 'One.')).status).toBe(200);
    expect((await ask(teacher, 'Two.')).status).toBe(429);
    expect(teacher.stats()).toMatchObject({ refusedForTokens: 1, refusedForRate: 0 });
  });

  test('requests over the concurrency cap are refused and counted, and a freed slot is free at once', async () => {
    const teacher = await start({ concurrency: 2, faults: { hangs: 1 } });
    const giveUp = new AbortController();
    const hanging = [0, 1].map((index) => ask(teacher, prompts[index] ?? '', { signal: giveUp.signal }));
    await until(() => teacher.stats().inFlight === 2);
    expect((await ask(teacher, 'One more.')).status).toBe(429);
    giveUp.abort();
    expect((await Promise.all(hanging)).map(({ status }) => status)).toEqual(['lost', 'lost']);
    await until(() => teacher.stats().inFlight === 0);
    teacher.configure({ faults: { hangs: 0 } });
    expect((await ask(teacher, 'One more.')).status).toBe(200);
    expect(teacher.stats()).toMatchObject({
      maxInFlight: 2,
      refusedForConcurrency: 1,
      givenUp: 2,
      answered: 1,
    });
  });

  test('a client with as many slots as the teacher is never refused', async () => {
    const teacher = await start({ concurrency: 16, latency: { meanSeconds: 0.002, sigma: 1 } });
    const left = Array.from({ length: 300 }, (_, index) => numberedPrompt(index));
    const slot = async () => {
      for (let prompt = left.pop(); prompt !== undefined; prompt = left.pop()) await ask(teacher, prompt);
    };
    await Promise.all(Array.from({ length: 16 }, slot));
    expect(teacher.stats()).toMatchObject({ answered: 300, refusedForConcurrency: 0 });
    expect(teacher.stats().maxInFlight).toBeLessThanOrEqual(16);
  });
});

describe('what is counted', () => {
  test('busy slot-seconds are the integral of the slots taken, up to the last answer', () => {
    const meter = new SlotMeter();
    meter.restart(1000);
    meter.take(1000);
    meter.take(2000);
    meter.free(3000, true); // 1 s of one slot, 1 s of two
    meter.free(5000, true); // 2 s of one
    meter.take(6000); // 1 s of none
    meter.free(9000, false); // its client went away: after the last answer
    expect(meter.busySlotSeconds()).toBe(5);
    expect(meter.maxTaken).toBe(2);
    const stats = {
      firstRequestAt: 1000,
      lastAnsweredAt: 5000,
      lastAdmittedAt: 3000,
      admitted: 2,
      busySlotSeconds: 5,
    };
    expect(slotUse(stats, 2)).toBe(5 / 8);
    expect(rateUse(stats, 2)).toBe(0.5);
  });

  test('requests that had been answered already are counted when they come again; those that failed are not', async () => {
    const teacher = await start({ faults: { serverErrors: 1 } });
    await ask(teacher, 'A.');
    teacher.configure({ faults: { serverErrors: 0 } });
    expect((await ask(teacher, 'A.')).status).toBe(200);
    expect(teacher.stats()).toMatchObject({ requests: 2, answered: 1, repeatedAfterAnswer: 0 });
    await ask(teacher, 'A.');
    await ask(teacher, 'B.');
    const { repeats, repeatedAfterAnswer } = teacher.stats();
    expect(repeatedAfterAnswer).toBe(1);
    expect(Object.values(repeats)).toEqual([{ requests: 3, afterAnswer: 1 }]);
  });

  test('a reset forgets counts and attempts', async () => {
    const teacher = await start({ logSize: 5 });
    await ask(teacher, 'A.');
    teacher.reset();
    expect(teacher.stats()).toMatchObject({
      requests: 0,
      busySlotSeconds: 0,
      firstRequestAt: null,
      byStatus: {},
    });
    await ask(teacher, 'A.');
    expect(teacher.stats().repeatedAfterAnswer).toBe(0);
    expect(teacher.log()).toEqual([
      expect.objectContaining({ outcome: 'admitted', attempt: 0, task: 'respond' }),
    ]);
  });
});

describe('faults', () => {
  test('shares of faults are met, and the retry of a failed request may succeed', async () => {
    const shares = {
      serverErrors: 0.1,
      malformedHttp: 0.1,
      connectionResets: 0.1,
      malformed: 0.1,
      truncated: 0.1,
    };
    const teacher = await start({ faults: shares });
    const many = Array.from({ length: 300 }, (_, index) => numberedPrompt(index));
    const first: Awaited<ReturnType<typeof ask>>[] = [];
    for (const prompt of many) first.push(await ask(teacher, prompt));
    const { faults, admitted } = teacher.stats();
    expect(admitted).toBe(300);
    for (const fault of ['serverErrors', 'malformedHttp', 'connectionResets'] as const) {
      expect((faults[fault] ?? 0) / 300).toBeCloseTo(0.1, 1);
    }
    const failed = many.filter((_, index) => first[index]?.status !== 200);
    const again: typeof first = [];
    for (const prompt of failed) again.push(await ask(teacher, prompt));
    expect(again.filter(({ status }) => status === 200).length).toBeGreaterThan(failed.length / 2);
    expect(again.filter(({ status }) => status !== 200).length).toBeGreaterThan(0);
  });

  test('a truncated answer ends inside a word and says so', async () => {
    const teacher = await start({ faults: { truncated: 1 } });
    const { text } = await ask(teacher, numberedPrompt(1));
    expect(text).toContain('"finish_reason":"length"');
    expect(answerText(text)).toMatch(/[a-z]$/i);
  });

  test('a malformed structured answer breaks its schema, whichever way it is spoiled', () => {
    const question: Question = {
      prompt: 'Task: Describe a lake.',
      schema: { name: 'instances', schema: instancesSchema },
      stop: [],
    };
    for (let index = 0; index < 50; index++) {
      const { text } = answerTo(question, 1, `request ${index}`, noShares, 'malformed');
      const follows = () => 'instances' in (JSON.parse(text) as object);
      expect(safely(follows)).toBe(false);
    }
  });

  test('a malformed list has no item, a malformed response is empty or loops', () => {
    for (let index = 0; index < 50; index++) {
      const list = answerTo(
        { prompt: numberedPrompt(1), stop: [] },
        1,
        `${index}`,
        noShares,
        'malformed',
      ).text;
      expect(list).toMatch(/^\s*$|^\n\n/);
      expect(list).not.toMatch(/\d+\./);
      const response = answerTo({ prompt: 'Say it.', stop: [] }, 1, `${index}`, noShares, 'malformed').text;
      expect(new Set(response.split(/\s+/)).size).toBeLessThanOrEqual(4);
      expect(malformedTexts.some((text) => response.includes(text))).toBe(false);
    }
  });

  test('an outage begins after so many requests, ends by itself, and draws nothing', async () => {
    const teacher = await start({ outages: [{ afterRequests: 1, seconds: 0.2, retryAfterSeconds: 1 }] });
    expect((await ask(teacher, 'A.')).status).toBe(200);
    const refused = await ask(teacher, 'B.');
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '1']);
    let status: number | 'lost' = 503;
    while (status === 503) ({ status } = await ask(teacher, 'B.'));
    expect(status).toBe(200);
    expect(teacher.stats().admitted).toBe(2);
  });

  test('an outage may reset connections, from the moment it is configured', async () => {
    const teacher = await start();
    await ask(teacher, 'A.');
    teacher.configure({ outages: [{ afterSeconds: 0, seconds: 3600, as: 'reset' }] });
    expect((await ask(teacher, 'B.')).status).toBe('lost');
    teacher.configure({ outages: [] });
    expect((await ask(teacher, 'B.')).status).toBe(200);
  });
});

describe('the API', () => {
  test('the openai client reads answers, usage, models and errors', async () => {
    const teacher = await start({ models: ['large', 'small'] });
    const client = new OpenAI({ baseURL: teacher.baseUrl, apiKey: 'none', maxRetries: 0 });
    const chat = await client.chat.completions.create({
      model: 'large',
      messages: [{ role: 'user', content: 'Describe a lake.' }],
    });
    expect(chat.choices[0]).toMatchObject({
      finish_reason: 'stop',
      message: { role: 'assistant', refusal: null },
    });
    expect(chat._request_id).toMatch(/^req_/);
    expect(chat.usage).toEqual({
      prompt_tokens: 4,
      completion_tokens: expect.any(Number) as number,
      total_tokens: 4 + (chat.usage?.completion_tokens ?? NaN),
    });
    expect((await client.models.list()).data.map(({ id }) => id)).toEqual(['large', 'small']);

    const prompt = { model: 'large', prompt: 'Describe a lake.' };
    await expect(client.completions.create({ ...prompt, model: 'huge' })).rejects.toMatchObject({
      status: 404,
      code: 'model_not_found',
    });
    teacher.configure({ quotaExhausted: true });
    await expect(client.completions.create(prompt)).rejects.toMatchObject({
      status: 429,
      code: 'insufficient_quota',
    });
    teacher.configure({ quotaExhausted: false, unauthorized: true });
    await expect(client.completions.create(prompt)).rejects.toMatchObject({
      status: 401,
      code: 'invalid_api_key',
    });
  });

  test('a refusal of a structured answer comes in the field that the API has for it', async () => {
    const teacher = await start({ faults: { refusals: 1 } });
    const client = new OpenAI({ baseURL: teacher.baseUrl, apiKey: 'none', maxRetries: 0 });
    const { choices } = await client.chat.completions.create({
      model: 'simulated',
      messages: [{ role: 'user', content: 'Describe a lake.' }],
      response_format: { type: 'json_schema', json_schema: { name: 'instances', schema: instancesSchema } },
    });
    expect(choices[0]?.message).toMatchObject({
      content: null,
      refusal: expect.stringMatching(/\w/) as string,
    });
  });

  test('answers end at a stop sequence and at the bound on tokens', async () => {
    const teacher = await start();
    const stopped = await ask(teacher, numberedPrompt(1), { body: { stop: ['\n5.'] } });
    expect(answerText(stopped.text).trim().split('\n')).toHaveLength(3);
    const bounded = await ask(teacher, numberedPrompt(1), { body: { max_tokens: 10 } });
    expect(bounded.text).toContain('"finish_reason":"length"');
    expect(bounded.text).toContain('"completion_tokens":10,');
  });
});

describe('answers', () => {
  test.each([
    ['propose', { prompt: 'Come up with a series of tasks:\n1. Add two numbers.\n2.' }],
    ['classify', { prompt: 'Task: Name a colour.\nIs it a classification task?' }],
    ['instances', { prompt: 'Task: Name a colour.\nExample 1' }],
    ['instances', { prompt: 'Any.', schema: { name: 'instances', schema: {} } }],
    [
      'together',
      { prompt: 'Task: Name a colour.\nInput: <noinput>\nOutput: Red.\n\nTask: Name a bird.\nInput:' },
    ],
    ['respond', { prompt: 'Name a colour.' }],
    ['other', { prompt: 'Any.', schema: { name: 'verdict', schema: {} } }],
  ] as const)('%s is recognised', (task, question) => {
    expect(recognise({ stop: [], ...question })).toBe(task);
  });

  test('a numbered list is continued from its number to the last item', () => {
    const prompt = `Come up with a series of tasks:\n${Array.from({ length: 8 }, (_, n) => `${n + 1}. Do it.`).join('\n')}\n9.`;
    const lengths = Array.from({ length: 200 }, (_, index) => {
      const lines = `9.${answerTo({ prompt, stop: [] }, 1, `${index}`, noShares).text}`.split('\n');
      lines.forEach((line, offset) => expect(line).toMatch(new RegExp(`^${9 + offset}\\. [A-Z"]`)));
      return lines.length;
    });
    expect(Math.max(...lengths)).toBe(8);
    expect(lengths.filter((length) => length === 8).length).toBeGreaterThan(150);
  });

  test('proposals are many, suitable, and one in four a classification task', () => {
    const instructions = Array.from({ length: 2000 }, (_, index) =>
      writeInstruction(new Draws('test', index)),
    );
    expect(new Set(instructions).size).toBeGreaterThan(1980);
    const blocked = new RegExp(`\\b(${[...selfInstructBlocklist, ...alpacaBlocklist].join('|')})\\b`, 'i');
    for (const instruction of instructions) {
      expect(instruction).not.toMatch(blocked);
      expect(instruction).not.toMatch(/[{}|]|undefined|^\s|\s$|\s\s/);
      expect(instruction).toMatch(/^[A-Z"]/);
    }
    expect(instructions.filter(isClassification).length / 2000).toBeCloseTo(0.25, 1);
  });

  test('the asked share of proposals repeats an example or is unsuitable', () => {
    const example = 'Describe in a few words how a lighthouse keeper spends the long winter evenings.';
    const prompt = `1. ${example}\n2.`;
    const repeated = answerTo({ prompt, stop: [] }, 1, 'a', { nearDuplicates: 1, unsuitable: 0 }).text.split(
      '\n',
    );
    const words = new Set(example.toLowerCase().split(' '));
    for (const line of repeated) {
      const kept = line
        .toLowerCase()
        .split(' ')
        .filter((word) => words.has(word));
      expect(kept.length).toBeGreaterThanOrEqual(words.size - 1);
    }
    const unsuitable = answerTo({ prompt, stop: [] }, 1, 'a', { nearDuplicates: 0, unsuitable: 1 }).text;
    for (const line of `2.${unsuitable}`.split('\n')) {
      const item = line.replace(/^\d+\. /, '');
      expect(item.split(' ').length <= 3 || /^-|picture|image|^Write a program/.test(item)).toBe(true);
    }
  });

  test('responses are whole sentences, each its own', () => {
    const responses = Array.from(
      { length: 2000 },
      (_, index) => answerTo({ prompt: 'Describe a lake.', stop: [] }, 1, `${index}`, noShares).text,
    );
    expect(new Set(responses).size).toBeGreaterThan(1990);
    for (const response of responses) expect(response).toMatch(/^[A-Z][^{}|]*\.$/);
  });

  test('the prompts of the three-call form get answers that their parsers read, with structured output or without', () => {
    const instruction = 'Label the sentence as fact or opinion.';
    const values = { instruction, max: 5, examples: [] };
    const asked = [
      ['classify', 'classify', classification],
      ['instances', 'instances', instances],
      ['instances', 'labelledInstances', labelledInstances],
    ] as const;
    for (const [task, name, type] of asked) {
      const file = ourPrompt(name);
      const prompt = renderPrompt(file, values);
      if (prompt.kind !== 'chat' || !file.schema) throw new Error(`${name} is a conversation with a schema.`);
      const plain = { prompt: prompt.messages.map(({ content }) => content).join('\n'), stop: [] };
      const { name: schemaName, schema } = file.schema;
      for (const question of [
        plain,
        { ...plain, schema: { name: schemaName, schema: schema as JsonSchema } },
      ]) {
        const answer = answerTo(question, 1, 'a', noShares);
        expect(answer.task).toBe(task);
        expect(parseAnswer<unknown>(file, answer.text, type)).toBeDefined();
      }
    }
  });

  test('the prompts of the two-call form get answers that their parsers read', async () => {
    const teacher = await start();
    const client = new OpenAI({ baseURL: teacher.baseUrl, apiKey: 'none', maxRetries: 0 });
    const example = { instruction: 'Shorten the given text.', input: 'A long text.', response: 'Text.' };
    for (const [instruction, input] of [
      ['Describe a lake.', /^$/],
      ['Rewrite the given sentence.', /\.$/],
    ] as const) {
      const task = { examples: [example, { ...example, input: '' }], instruction };
      const { prompt, stop } = togetherPrompt(ourPrompt('together'), task);
      if (prompt.kind !== 'chat') throw new Error('The two-call form is a conversation.');
      const { choices } = await client.chat.completions.create({
        model: 'simulated',
        messages: [...prompt.messages],
        ...(stop.length > 0 && { stop: [...stop] }),
      });
      const parsed = parseTogether(choices[0]?.message.content ?? '', 'stop', task);
      expect(parsed).toMatchObject({ ok: { input: expect.stringMatching(input) as string } });
    }
  });

  test('a structured answer follows its schema, and a classification task gets each of its labels', () => {
    const schema = {
      type: 'object',
      properties: {
        instances: {
          type: 'array',
          items: { type: 'object', properties: { label: { type: 'string' }, input: { type: 'string' } } },
        },
      },
    };
    const prompt = 'Task: Label the sentence as fact or opinion.';
    const { text } = answerTo({ prompt, schema: { name: 'instances', schema }, stop: [] }, 1, 'a', noShares);
    const { instances } = JSON.parse(text) as { instances: { label: string; input: string }[] };
    expect(new Set(instances.map(({ label }) => label))).toEqual(new Set(['Fact', 'Opinion']));
    expect(instances.every(({ input }) => input.endsWith('.'))).toBe(true);
  });
});

describe('in a process of its own', () => {
  test('it answers, is configured and tells its counts over HTTP, and ends when closed', async () => {
    const options = { seed: 3, logSize: 10 };
    const [spawned, here] = [await spawnSimulatedTeacher(options), await start(options)];
    running.push(spawned);
    const answer = await ask(spawned, 'Describe a lake.');
    expect(answerText(answer.text)).toBe(answerText((await ask(here, 'Describe a lake.')).text));
    expect(await spawned.stats()).toMatchObject({ requests: 1, answered: 1, byStatus: { 200: 1 } });
    expect(await spawned.log()).toHaveLength(1);
    await spawned.configure({ unauthorized: true });
    expect((await ask(spawned, 'Describe a lake.')).status).toBe(401);
    await spawned.reset();
    expect((await spawned.stats()).requests).toBe(0);
    await expect(spawned.configure({ latency: { meanSeconds: -1 } })).rejects.toThrow(/meanSeconds/);
    await spawned.close();
    expect((await ask(spawned, 'Describe a lake.')).status).toBe('lost');
  });

  test('options of a wrong shape end it with the mistake named', async () => {
    const spawning = spawnSimulatedTeacher({ faults: { hangs: 2 } });
    await expect(spawning).rejects.toThrow(/hangs/);
  });
});

const noShares = { nearDuplicates: 0, unsuitable: 0 };

const instancesSchema = {
  type: 'object',
  properties: {
    instances: { type: 'array', items: { type: 'object', properties: { input: { type: 'string' } } } },
  },
};

function safely(check: () => boolean): boolean {
  try {
    return check();
  } catch {
    return false;
  }
}
