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
