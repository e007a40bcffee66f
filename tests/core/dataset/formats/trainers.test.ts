import { parquetReadObjects } from 'hyparquet';
import { parse as parseCsv } from 'csv-parse/sync';
import { parse as parseYaml } from 'yaml';
import type {
  AcceptedPair,
  DatasetOrigin,
  PairInstance,
} from '../../../../core/dataset/formats/acceptedPair';
import { datasetBytes } from '../../../../core/dataset/formats/datasetBytes';
import { formatNamed } from '../../../../core/dataset/formats/chooseFormat';
import type { WrittenFolder } from '../../../../core/dataset/formats/exportFormat';
import { exportFormats } from '../../../../core/dataset/formats/formats';
import { pairId } from '../../../../core/dataset/formats/pairId';
import { TextBytes, type StoredText } from '../../../../core/foundations/text/storedText';
import { ProvenanceWriter, type RowsOfPair } from '../../../../core/dataset/provenance';

const origin: DatasetOrigin = { seed: 7, keepsThinking: true, hasSystem: true };
const awkward = [
  'plain',
  'two\nlines\r\nand "quotes", commas; \'apostrophes\'',
  '=HYPERLINK("http://x","y")',
  "'=1+1",
  '- a list\n- of two',
  '\t=tab',
  '＝wide',
  'emoji 👩‍👩‍👧 and \u2028 separators',
  'مرحبا بالعالم \u202e reversed',
  '<think>not thinking</think>',
  '{{ jinja }} {% raw %}',
  ' padded ',
  'null',
  '100 kB: ' + 'long '.repeat(20_000),
];
const pairs = awkward.map((text, ordinal): AcceptedPair => {
  const instance: PairInstance = {
    input: ordinal % 2 === 0 ? '' : `input ${text}`,
    response: `${ordinal % 3 === 0 ? '' : 'Answer: '}${text}`,
    thinking: ordinal % 4 === 0 ? `Hm, ${text}` : null,
    call: null,
    teacher: null,
    prompts: ['respond@2+workspace'],
    ...(ordinal % 5 === 0 && { system: `Be terse. ${text}` }),
    ...(ordinal % 6 === 0 && { rejected: { response: `Worse: ${text}`, because: 'edited' } }),
  };
  return {
    ...{
      iteration: 0,
      ordinal,
      strategy: 'selfInstruct',
      classification: false,
      family: null,
      askedCell: null,
    },
    ...{ cell: ordinal < 4 ? null : 'coding', novelty: null },
    instruction: text,
    lineage: { strategy: 'selfInstruct', prompts: [], calls: [] },
    instances: [instance],
  };
});
const rows = pairs.map((pair) => ({ pair, ...pair.instances[0], instruction: pair.instruction }));
const question = ({ instruction, input }: { instruction: string; input: string }) =>
  input === '' ? instruction : `${instruction}\n\n${input}`;
const system = ({ system: text }: PairInstance) =>
  text === undefined ? [] : [{ role: 'system', content: text }];
const user = (content: string) => ({ role: 'user', content });
const assistant = (content: string) => ({ role: 'assistant', content });

async function bytesOf(name: string, of: DatasetOrigin = origin, written = pairs): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of datasetBytes(formatNamed(name), written, of))
    pieces.push(Buffer.from(piece as string));
  return Buffer.concat(pieces);
}
const linesOf = async (name: string, of?: DatasetOrigin): Promise<unknown[]> =>
  (await bytesOf(name, of))
    .toString()
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as unknown);
const folder = (more: Partial<WrittenFolder>): WrittenFolder => ({
  dataset: 'garden-12345678',
  files: ['train', 'test'].map((split) => ({ split, path: `${split}.json`, rows: 1, bytes: 10 })),
  card: '# Garden\n',
  origin,
  ...more,
});

test('openai: one object with messages a line and nothing else; roles, contents and the last turn as its checks want them', async () => {
  const lines = await linesOf('openai');
  expect(lines).toEqual(
    rows.map((row) => ({ messages: [...system(row), user(question(row)), assistant(row.response)] })),
  );
});

test("messages and prompt-completion are TRL's conversational columns, unsloth's the same turns under its name", async () => {
  expect(await linesOf('messages')).toEqual(
    rows.map((row) => ({
      id: pairId(7, row.pair),
      messages: [...system(row), user(question(row)), assistant(row.response)],
    })),
  );
  expect(await linesOf('prompt-completion')).toEqual(
    rows.map((row) => ({
      prompt: [...system(row), user(question(row))],
      completion: [assistant(row.response)],
    })),
  );
  expect(await linesOf('unsloth')).toEqual(
    rows.map((row) => ({ conversations: [...system(row), user(question(row)), assistant(row.response)] })),
  );
});

test('preference: what a set brought along, then every response that stands in the place of a worse one, and no other', async () => {
  const brought = { instruction: 'Greet.', input: 'Ana', chosen: 'Hello Ana!', rejected: 'Hm.' };
  const expected = rows.flatMap((row) =>
    row.rejected
      ? [
          {
            prompt: [...system(row), user(question(row))],
            chosen: [assistant(row.response)],
            rejected: [assistant(row.rejected.response)],
          },
        ]
      : [],
  );
  expect(expected).toHaveLength(3);
  expect(await linesOf('preference', { ...origin, preferences: [brought] })).toEqual([
    {
      prompt: [user('Greet.\n\nAna')],
      chosen: [assistant('Hello Ana!')],
      rejected: [assistant('Hm.')],
    },
    ...expected,
  ]);
});

test('reasoning: thinking before the answer, in its text; pairs without any are left out', async () => {
  const thoughtful = rows.filter(({ thinking }) => thinking !== null);
  expect(await linesOf('reasoning')).toEqual(
    thoughtful.map((row) => ({
      messages: [
        ...system(row),
        user(question(row)),
        assistant(`<think>\n${row.thinking ?? ''}\n</think>\n\n${row.response}`),
      ],
    })),
  );
});

test('sharegpt: turns alternate from human on, the system in a column, and LLaMA-Factory is told so in dataset_info.json', async () => {
  const { beside } = formatNamed('sharegpt');
  expect(JSON.parse((await bytesOf('sharegpt')).toString())).toEqual(
    rows.map((row) => ({
      conversations: [
        { from: 'human', value: question(row) },
        { from: 'gpt', value: row.response },
      ],
      system: row.system ?? '',
    })),
  );
  const entry = {
    formatting: 'sharegpt',
    columns: { messages: 'conversations', system: 'system' },
    tags: { role_tag: 'from', content_tag: 'value', user_tag: 'human', assistant_tag: 'gpt' },
  };
  expect(JSON.parse(beside?.(folder({}))['dataset_info.json'] ?? '')).toEqual({
    'garden-12345678': { file_name: 'train.json', ...entry },
    'garden-12345678_test': { file_name: 'test.json', ...entry },
  });
});

test('axolotl: its configuration names the file to train on and the one to evaluate by, and how turns are called', () => {
  const files = [
    { split: 'train', path: 'train.jsonl', rows: 9, bytes: 9 },
    { split: 'test', path: 'test.jsonl', rows: 1, bytes: 1 },
  ];
  const entry = {
    ...{ ds_type: 'json', split: 'train', type: 'chat_template', field_messages: 'messages' },
    message_property_mappings: { role: 'role', content: 'content' },
    roles_to_train: ['assistant'],
  };
  const { beside } = formatNamed('axolotl');
  expect(parseYaml(beside?.(folder({ files }))['axolotl.yml'] ?? '')).toEqual({
    datasets: [{ path: 'train.jsonl', ...entry }],
    test_datasets: [{ path: 'test.jsonl', ...entry }],
  });
});

test('csv: no field begins as a formula does, and every text comes back when one apostrophe is taken off', async () => {
  const table = parseCsv<Record<string, string>>((await bytesOf('csv')).toString(), { columns: true });
  const fields = table.flatMap((row) => Object.values(row));
  expect(fields.filter((field) => /^[=+\-@\t\r\n＝＋－＠]/.test(field))).toEqual([]);
  const whole = (field: string) => (/^'+[=+\-@\t\r\n＝＋－＠]/.test(field) ? field.slice(1) : field);
  expect(
    table.map((row) => Object.fromEntries(Object.entries(row).map(([name, field]) => [name, whole(field)]))),
  ).toEqual(
    rows.map((row) => ({
      ...{ id: pairId(7, row.pair), instruction: row.instruction, input: row.input, output: row.response },
      ...{ system: row.system ?? '', reasoning: row.thinking ?? '' },
    })),
  );
});

test.each(['parquet', 'hf'])('%s: every text and what tells pairs apart, in columns', async (name) => {
  const bytes = await bytesOf(name);
  const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length) as ArrayBuffer;
  expect(await parquetReadObjects({ file })).toEqual(
    rows.map((row) => ({
      ...{ id: pairId(7, row.pair), instruction: row.instruction, input: row.input, output: row.response },
      ...{ system: row.system ?? null, reasoning: row.thinking, strategy: 'selfInstruct' },
      ...{ cell: row.pair.cell, family: null, persona: null, model: null },
    })),
  );
});

test.each(exportFormats.map(({ name }) => [name]))(
  '%s: a dataset without pairs is a file that readers take, and equal pairs give equal bytes',
  async (name) => {
    const [one, other] = [await bytesOf(name), await bytesOf(name)];
    expect(one.equals(other)).toBe(true);
    await expect(bytesOf(name, origin, [])).resolves.toBeInstanceOf(Buffer);
  },
);

/** In the midst of others' bytes, as a store holds it. */
function asStored(text: string): TextBytes {
  const before = '€'.repeat(text.length % 5);
  const bytes = Buffer.from(`${before}${text} and more`);
  const from = Buffer.byteLength(before);
  return new TextBytes(bytes, from, from + Buffer.byteLength(text));
}

test.each(exportFormats.filter(({ openStored }) => openStored).map(({ name }) => [name]))(
  '%s: texts as the store holds them give the same bytes, of chats too',
  async (name) => {
    const stored = (instance: PairInstance): PairInstance<StoredText> => ({
      ...instance,
      input: asStored(instance.input),
      response: asStored(instance.response),
      thinking: typeof instance.thinking === 'string' ? asStored(instance.thinking) : null,
    });
    const turns = [{ message: 'More?', response: 'Yes.', messageCall: null, call: null }];
    for (const run of [origin, { ...origin, hasTurns: true }]) {
      const written = pairs.map((pair, at): AcceptedPair => {
        const [first] = pair.instances;
        const goesOn = run.hasTurns && at % 2 === 0;
        return { ...pair, instances: [goesOn ? { ...first, turns } : first, ...(at === 3 ? [first] : [])] };
      });
      const pieces: Buffer[] = [];
      const sink = { write: (piece: string | Uint8Array) => void pieces.push(Buffer.from(piece as string)) };
      const writer = await formatNamed(name).openStored!(sink, run);
      for (const { instances, ...pair } of written) {
        const [first, ...others] = instances;
        await writer.write({
          ...pair,
          instruction: asStored(pair.instruction),
          instances: [stored(first), ...others.map(stored)],
        });
      }
      await writer.close();
      expect(Buffer.concat(pieces).equals(await bytesOf(name, run, written))).toBe(true);
    }
  },
);

test.each(exportFormats.map(({ name }) => [name]))(
  '%s: as many rows are told as are written',
  async (name) => {
    const { rowsOf = () => 1, broughtRows = () => 0 } = formatNamed(name);
    const told = pairs.reduce((sum, pair) => sum + rowsOf(pair), broughtRows(origin));
    const bytes = await bytesOf(name);
    const isParquet = name === 'parquet' || name === 'hf';
    const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length) as ArrayBuffer;
    const written = isParquet
      ? (await parquetReadObjects({ file })).length
      : name === 'csv'
        ? (parseCsv(bytes.toString()) as unknown[]).length - 1
        : formatNamed(name).extension === 'json'
          ? (JSON.parse(bytes.toString()) as unknown[]).length
          : bytes.toString().trimEnd().split('\n').length;
    expect(written).toBe(told);
  },
);

describe('a conversation leaves whole, its turns in order', () => {
  const of: DatasetOrigin = { ...origin, hasTurns: true };
  const provenanceLine = (pair: AcceptedPair, rows: RowsOfPair): string => {
    const pieces: Buffer[] = [];
    const writer = new ProvenanceWriter({ write: (piece) => void pieces.push(Buffer.from(piece)) }, of);
    writer.write(pair, rows);
    writer.close();
    return Buffer.concat(pieces).toString();
  };
  const said = [
    ['And in winter?', 'They sleep, "mostly".'],
    ['=SUM(no)\r\n🐝', 'Sorry: I meant the queen.'],
  ] as const;
  const plain = pairs[1]!;
  const [instance] = pairs[0]!.instances;
  const talk: AcceptedPair = {
    ...pairs[0]!,
    instances: [
      {
        ...{ input: 'A hive.', response: 'They dance.', thinking: 'Bees.', system: 'Be terse.' },
        ...{ call: 'c0', teacher: null, prompts: [] },
        ...(instance.rejected && { rejected: instance.rejected }),
        turns: said.map(([message, response], at) => ({
          ...{ message, response, messageCall: `m${at}`, call: `c${at + 1}`, thinking: `Then ${at}.` },
        })),
      },
    ],
  };
  const chat = [
    { role: 'system', content: 'Be terse.' },
    ...[user('plain\n\nA hive.'), assistant('They dance.')],
    ...said.flatMap(([message, response]) => [user(message), assistant(response)]),
  ];
  const rowOf = async (name: string, written = talk): Promise<unknown> => {
    const text = (await bytesOf(name, of, [written])).toString();
    return formatNamed(name).extension === 'json' ? (JSON.parse(text) as unknown[])[0] : JSON.parse(text);
  };

  test.each([
    ['openai', { messages: chat }],
    ['messages', { id: pairId(7, talk), messages: chat }],
    ['axolotl', { messages: chat }],
    ['unsloth', { conversations: chat }],
    ['prompt-completion', { prompt: chat.slice(0, -1), completion: chat.slice(-1) }],
    [
      'sharegpt',
      {
        conversations: chat
          .slice(1)
          .map(({ role, content }) => ({ from: role === 'user' ? 'human' : 'gpt', value: content })),
        system: 'Be terse.',
      },
    ],
    [
      'alpaca',
      {
        ...{ instruction: said[1][0], input: '', output: said[1][1] },
        history: [['plain\n\nA hive.', 'They dance.'], [...said[0]]],
        ...{ system: 'Be terse.', reasoning: 'Then 1.' },
      },
    ],
    [
      'reasoning',
      {
        messages: chat.map(({ role, content }, at) => ({
          role,
          content:
            role === 'assistant'
              ? `<think>\n${['Bees.', 'Then 0.', 'Then 1.'][at / 2 - 1]}\n</think>\n\n${content}`
              : content,
        })),
      },
    ],
    [
      'preference',
      {
        prompt: chat.slice(0, 2),
        chosen: [assistant('They dance.')],
        rejected: [assistant('Worse: plain')],
      },
    ],
  ])('%s', async (name, expected) => {
    expect(await rowOf(name)).toEqual(expected);
  });

  test('preference has a row for each answer that people rewrote, after all that was said before it', async () => {
    const [first] = talk.instances;
    const turns = first.turns!.map((turn, at) =>
      at === 1 ? { ...turn, rejected: { response: 'No.', because: 'edited' as const } } : turn,
    );
    const edited: AcceptedPair = { ...talk, instances: [{ ...first, turns }] };
    expect(
      (await bytesOf('preference', of, [edited]))
        .toString()
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as unknown),
    ).toEqual([
      await rowOf('preference'),
      { prompt: chat.slice(0, -1), chosen: chat.slice(-1), rejected: [assistant('No.')] },
    ]);
    expect(formatNamed('preference').rowsOf?.(edited)).toBe(2);
    expect(JSON.parse(provenanceLine(edited, { split: 'train', row: 0 }))).toMatchObject({
      preferred: ['edited', 'edited'],
    });
  });

  test('jsonl has each turn with the calls that wrote it, provenance the calls without the texts', async () => {
    expect(await rowOf('jsonl')).toMatchObject({
      response: 'They dance.',
      turns: said.map(([message, response], at) => ({
        ...{ message, response, reasoning: `Then ${at}.`, messageCall: `m${at}`, call: `c${at + 1}` },
      })),
    });
    const known = provenanceLine(talk, { split: 'train', row: 0 });
    expect(JSON.parse(known)).toMatchObject({
      turns: [
        { messageCall: 'm0', call: 'c1' },
        { messageCall: 'm1', call: 'c2' },
      ],
    });
    for (const text of said.flat()) expect(known).not.toContain(JSON.stringify(text).slice(1, -1));
  });

  test('csv has them as JSON in one field, which is empty in other rows', async () => {
    const table = parseCsv<Record<string, string>>((await bytesOf('csv', of, [talk, plain])).toString(), {
      columns: true,
    });
    expect(JSON.parse(table[0]?.['turns'] ?? '')).toEqual(
      said.map(([message, response]) => ({ message, response })),
    );
    expect(table[1]?.['turns']).toBe('');
  });

  test.each(['parquet', 'hf'])(
    '%s has them whole in a column of messages, beside the first exchange',
    async (name) => {
      const bytes = await bytesOf(name, of, [talk, plain]);
      const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length) as ArrayBuffer;
      const [first, second] = await parquetReadObjects({ file });
      expect(first).toMatchObject({ instruction: 'plain', output: 'They dance.', messages: chat });
      expect(second?.['messages']).toHaveLength(2);
    },
  );

  test('a pair of one exchange is as it was but for an empty history, and no column is there where no pair can go on', async () => {
    expect(await rowOf('alpaca', plain)).toMatchObject({ instruction: plain.instruction, history: [] });
    expect((await bytesOf('openai', of)).equals(await bytesOf('openai'))).toBe(true);
    expect((await bytesOf('alpaca')).includes('history')).toBe(false);
    expect(formatNamed('alpaca').beside?.(folder({ origin: of }))['dataset_info.json']).toContain(
      '"history": "history"',
    );
  });

  test('thinking that is not there for every answer makes no row of reasoning', async () => {
    const [first] = talk.instances;
    const turns = first.turns!.map((turn, at) => (at === 0 ? { ...turn, thinking: null } : turn));
    expect(await bytesOf('reasoning', of, [{ ...talk, instances: [{ ...first, turns }] }])).toHaveLength(0);
  });
});
