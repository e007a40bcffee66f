import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readDataset } from '../../../adapters/datasets/readDataset';
import type { AcceptedPair } from '../../../core/dataset/formats/acceptedPair';
import { formatNamed } from '../../../core/dataset/formats/chooseFormat';
import { datasetBytes } from '../../../core/dataset/formats/datasetBytes';
import { asideSentence } from '../../../core/dataset/readers/leftAside';
import type { SeedTask } from '../../../core/vocabulary/seedTask';

const folder = mkdtempSync(join(tmpdir(), 'seedbed-conversations-'));
afterAll(() => rmSync(folder, { recursive: true }));

const kept = 'kept: what follows the first answer, in 1 row';
const exchanges = [
  ['Why do bees dance?', 'To say where flowers are.'],
  ['And in "winter",\nwhen there are none?', 'They keep warm.'],
  ['=so(no) 🐝?', 'No dance, then.'],
] as const;
const [first, ...later] = exchanges;
const turns = later.map(([message, response]) => ({ message, response }));
const user = (content: unknown) => ({ role: 'user', content });
const assistant = (content: unknown) => ({ role: 'assistant', content });
const chat = exchanges.flatMap(([message, response]) => [user(message), assistant(response)]);

async function read(name: string, content: string | Uint8Array | readonly object[]) {
  const file = join(folder, name);
  const isBytes = typeof content === 'string' || content instanceof Uint8Array;
  writeFileSync(file, isBytes ? content : content.map((row) => `${JSON.stringify(row)}\n`).join(''));
  const tasks: SeedTask[] = [];
  const rows = readDataset({ path: file, label: name });
  let next = await rows.next();
  for (; next.done !== true; next = await rows.next()) if ('task' in next.value) tasks.push(next.value.task);
  return { tasks, told: next.value.asides.map(asideSentence) };
}

describe('what an export writes of a conversation is read again whole', () => {
  const pair = (input: string): AcceptedPair => ({
    ...{ iteration: 0, ordinal: 0, strategy: 'selfInstruct', instruction: first[0], classification: false },
    ...{ family: null, askedCell: null, cell: null, novelty: null },
    lineage: { strategy: 'selfInstruct', prompts: [], calls: [] },
    instances: [
      {
        ...{ input, response: first[1], call: null, teacher: null, prompts: [] },
        turns: turns.map((turn) => ({ ...turn, messageCall: null, call: null })),
      },
    ],
  });

  // Chats have one text for the question; where it is asked for as turns, the input is in it.
  test.each([
    ...(['jsonl', 'csv', 'parquet'] as const).map((name) => [name, 'A hive.'] as const),
    ...(['alpaca', 'sharegpt', 'openai', 'messages', 'prompt-completion', 'axolotl', 'unsloth'] as const).map(
      (name) => [name, ''] as const,
    ),
  ])('%s', async (name, input) => {
    const format = formatNamed(name);
    const pieces: Buffer[] = [];
    for await (const piece of datasetBytes(format, [pair(input)], { seed: 1, hasTurns: true }))
      pieces.push(Buffer.from(piece as string));
    const { tasks, told } = await read(`${name}.${format.extension}`, Buffer.concat(pieces));
    expect(tasks).toMatchObject([
      { instruction: first[0], input, response: first[1], turns, instances: [{ input, turns }] },
    ]);
    expect(told).toContain(kept);
    expect(told.filter((one) => /turns|messages|history/.test(one))).toEqual([]);
  });
});

describe('conversations are read as people have them', () => {
  const transcript = exchanges.map(([q, a]) => `\n\nHuman: ${q}\n\nAssistant: ${a}`).join('');
  test.each<[string, object]>([
    ['texts by turns', { conversations: exchanges.flat() }],
    ['exchanges', { conversation: exchanges.map(([input, output]) => ({ input, output })) }],
    ['one text', { text: transcript }],
    ['system outside', { system: 'You are a helpful assistant.', messages: chat }],
    ['prompt and completion', { prompt: chat.slice(0, -1), completion: chat.slice(-1) }],
  ])('%s', async (name, row) => {
    expect((await read(`${name}.jsonl`, [row])).tasks).toMatchObject([{ response: first[1], turns }]);
  });

  test('a system turn leads the question that follows it', async () => {
    const led = [...chat.slice(0, 2), { role: 'system', content: 'Be brief.' }, ...chat.slice(2)];
    const [task] = (await read('led.jsonl', [{ messages: led }])).tasks;
    expect(task?.turns?.[0]?.message).toBe(`Be brief.\n\n${exchanges[1][0]}`);
  });

  test.each([
    ['a question at the end that has no answer', [user('And?')]],
    [
      'turns that are no question and its answer, and what follows them',
      [assistant('Hm.'), user('And?'), assistant('So.')],
    ],
    ['turns that are no question and its answer, and what follows them', [user(' '), assistant('So.')]],
  ])('up to what is none: %s', async (what, more) => {
    const { tasks, told } = await read('cut.jsonl', [{ messages: [...chat, ...more] }]);
    expect(tasks).toMatchObject([{ turns }]);
    expect(told).toEqual([`left aside: ${what}, in 1 row`, kept]);
  });
});

describe('of a preference set, the worse answer is that to the last question', () => {
  const others = [...chat.slice(0, -1), assistant('Go away.')];
  test.each<[string, object, string | undefined]>([
    [
      'the prompt beside it',
      { prompt: chat.slice(0, -1), chosen: chat.slice(-1), rejected: others.slice(-1) },
      'Go away.',
    ],
    ['both whole', { chosen: chat, rejected: others }, 'Go away.'],
    [
      'another conversation',
      { chosen: chat, rejected: [...others.slice(0, 1), assistant('So?'), ...others.slice(2)] },
      undefined,
    ],
    ['a cut one', { chosen: [...chat, user('And?')], rejected: others }, undefined],
  ])('%s', async (name, row, rejected) => {
    const { tasks, told } = await read(`${name}.jsonl`, [row]);
    expect(tasks[0]?.rejected).toBe(rejected);
    expect(told).toContain(
      `${rejected === undefined ? 'left aside' : 'kept'}: the rejected answer, in 1 row`,
    );
  });
});
