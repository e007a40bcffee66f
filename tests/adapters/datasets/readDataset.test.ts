import { createWriteStream, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { parquetWriteBuffer, type ColumnSource } from 'hyparquet-writer';
import { collectTasks } from '../../../adapters/datasets/collectTasks';
import { readDataset, type DatasetSource } from '../../../adapters/datasets/readDataset';
import { asideSentence } from '../../../core/dataset/readers/leftAside';
import type { DatasetRow } from '../../../core/dataset/readers/datasetRow';
import type { SeedTask } from '../../../core/vocabulary/seedTask';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

let folder: string;
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'seedbed-datasets-'))));
afterAll(() => rmSync(folder, { recursive: true }));

/** What every format must come to. */
const pairs = [
  { instruction: 'Name a nut.', input: '', response: 'Hazel.' },
  {
    instruction: 'Translate, please:\n"line one"\nand two',
    input: 'ä, "ö"; ü\n',
    response: 'Ja —  “gut” 🌱',
  },
  { instruction: 'Summarise.', input: 'A\tB', response: 'C, D\n\nE' },
];

interface Reading {
  readonly rows: readonly DatasetRow[];
  readonly tasks: readonly SeedTask[];
  readonly problems: readonly string[];
  readonly format: string | undefined;
  /** What was left aside, as people are told. */
  readonly asides: readonly string[];
}

async function read(name: string, options: Partial<DatasetSource> = {}): Promise<Reading> {
  const rows: DatasetRow[] = [];
  const reading = readDataset({ path: join(folder, name), label: `Seed file "${name}"`, ...options });
  let next = await reading.next();
  for (; next.done !== true; next = await reading.next()) rows.push(next.value);
  return {
    rows,
    tasks: rows.flatMap((row) => ('task' in row ? [row.task] : [])),
    problems: rows.flatMap((row) => ('problem' in row ? [`${row.line ?? row.row}: ${row.problem}`] : [])),
    format: next.value.format,
    asides: next.value.asides.map(asideSentence),
  };
}

function written(name: string, content: string | Buffer): string {
  writeFileSync(join(folder, name), content);
  return name;
}

function parquet(name: string, columnData: ColumnSource[], options: object = {}): string {
  return written(name, Buffer.from(parquetWriteBuffer({ columnData, ...options })));
}

const jsonLines = (rows: readonly unknown[], end = '\n'): string =>
  rows.map((row) => JSON.stringify(row) + end).join('');
const column = (key: keyof (typeof pairs)[number], name: string = key): ColumnSource => ({
  name,
  data: pairs.map((pair) => pair[key]),
  type: 'STRING',
});
const plainColumns = [column('instruction'), column('input'), column('response')];
const shareGptOf = (pair: (typeof pairs)[number]): object[] => [
  { from: 'human', value: pair.instruction },
  { from: 'gpt', value: pair.response },
  { from: 'human', value: 'And more?' },
];

/** Parquet's three-level lists, as data frames write them. */
const turnsSchema = [
  { name: 'root', num_children: 1 },
  { name: 'conversations', repetition_type: 'OPTIONAL', num_children: 1, converted_type: 'LIST' },
  { name: 'list', repetition_type: 'REPEATED', num_children: 1 },
  { name: 'element', repetition_type: 'OPTIONAL', num_children: 2 },
  { name: 'from', type: 'BYTE_ARRAY', converted_type: 'UTF8', repetition_type: 'OPTIONAL' },
  { name: 'value', type: 'BYTE_ARRAY', converted_type: 'UTF8', repetition_type: 'OPTIONAL' },
];

/** A Zstandard frame of one block that is stored as it is (RFC 8878). */
function zstdFrame(bytes: Uint8Array): Uint8Array {
  const head = Buffer.alloc(12);
  head.writeUInt32LE(0xfd2fb528, 0);
  head.writeUInt8(0xa0, 4); // one segment, its size in four bytes
  head.writeUInt32LE(bytes.length, 5);
  head.writeUIntLE((bytes.length << 3) | 1, 9, 3); // the last block, raw
  return Buffer.concat([head, bytes]);
}

/** An LZ4 block of literals only. */
function lz4Block(bytes: Uint8Array): Uint8Array {
  if (bytes.length < 15) return Buffer.concat([Buffer.from([bytes.length << 4]), bytes]);
  const more = bytes.length - 15;
  return Buffer.concat([
    Buffer.from([0xf0]),
    Buffer.alloc(Math.floor(more / 255), 255),
    Buffer.from([more % 255]),
    bytes,
  ]);
}

function csvOf(delimiter: string, end: string): string {
  const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;
  const rows = pairs.map(({ instruction, input, response }) =>
    [instruction, input, response].map(quoted).join(delimiter),
  );
  return [['instruction', 'input', 'response'].join(delimiter), ...rows].map((row) => row + end).join('');
}

describe('an instruction set comes in the same from', () => {
  const alpaca = pairs.map(({ response, ...rest }) => ({ ...rest, output: response }));
  const selfInstruct = pairs.map(({ instruction, input, response }) => ({
    instruction,
    instances: [{ input, output: response }],
  }));

  test.each([
    ['an Alpaca list', 'alpaca', 'a.json', JSON.stringify(alpaca, null, 2)],
    ['an Alpaca list on one line', 'alpaca', 'a1.json', JSON.stringify(alpaca)],
    ['Alpaca lines', 'alpaca', 'a.jsonl', jsonLines(alpaca)],
    ['self-instruct lines', 'selfInstruct', 's.jsonl', jsonLines(selfInstruct)],
    ['plain JSONL', 'jsonl', 'p.jsonl', jsonLines(pairs)],
    [
      'lines of Windows behind a byte order mark',
      'jsonl',
      'w.jsonl',
      `\uFEFF\r\n${jsonLines(pairs, '\r\n\r\n')}`,
    ],
    ['CSV', 'csv', 'c.csv', csvOf(',', '\n')],
    ['CSV of a spreadsheet', 'csv', 'x.csv', `\uFEFF${csvOf(';', '\r\n')}`],
    ['tab-separated values', 'csv', 't.tsv', csvOf('\t', '\n')],
  ])('%s', async (_, format, name, content) => {
    const { tasks, problems, format: told } = await read(written(name, content));
    expect({ problems, format: told }).toEqual({ problems: [], format });
    expect(tasks.map(({ instruction, input, response }) => ({ instruction, input, response }))).toEqual(
      pairs,
    );
  });

  test.each(['UNCOMPRESSED', 'SNAPPY', 'GZIP', 'ZSTD', 'BROTLI', 'LZ4_RAW'])(
    'Parquet in several row groups, %s',
    async (codec) => {
      const compressors = { GZIP: gzipSync, ZSTD: zstdFrame, BROTLI: brotliCompressSync, LZ4_RAW: lz4Block };
      const options = codec in compressors ? { codec, compressors } : { codec };
      const name = parquet(`p-${codec}`, plainColumns, { ...options, rowGroupSize: 2 });
      const { tasks, problems, format } = await read(name);
      expect({ problems, format }).toEqual({ problems: [], format: 'parquet' });
      expect(tasks.map(({ instruction, input, response }) => ({ instruction, input, response }))).toEqual(
        pairs,
      );
    },
  );

  test.each([
    ['ShareGPT', 'shareGpt', pairs.map((pair) => ({ id: 7, conversations: shareGptOf(pair) }))],
    [
      'OpenAI chat',
      'openAiChat',
      pairs.map(({ instruction, response }) => ({
        messages: [
          { role: 'user', content: [{ type: 'text', text: instruction }] },
          { role: 'assistant', content: response },
        ],
      })),
    ],
  ])('%s, which knows no input', async (_, format, rows) => {
    const { tasks, problems, format: told } = await read(written('chat.jsonl', jsonLines(rows)));
    expect({ problems, format: told }).toEqual({ problems: [], format });
    expect(tasks.map(({ instruction, input, response }) => ({ instruction, input, response }))).toEqual(
      pairs.map((pair) => ({ ...pair, input: '' })),
    );
  });

  test.each([
    ['as JSON', undefined],
    ['as lists of structs', turnsSchema],
  ])('Parquet whose rows are conversations, %s', async (_, schema) => {
    const data = pairs.map(shareGptOf);
    const source: ColumnSource = schema
      ? { name: 'conversations', data }
      : { name: 'conversations', data, type: 'JSON' };
    const name = parquet('chats.parquet', [source], schema && { schema });
    expect((await read(name)).tasks.map(({ response }) => response)).toEqual(
      pairs.map(({ response }) => response),
    );
  });
});

describe('rows', () => {
  test('know the line that they begin on, whatever their fields hold', async () => {
    const { rows } = await read(written('lines.csv', csvOf(',', '\r\n')));
    expect(rows.map(({ row, line }) => [row, line])).toEqual([
      [1, 2],
      [2, 3],
      [3, 7],
    ]);
    const list = await read(
      written('lines.json', `[\n\n${jsonLines(pairs.slice(0, 1))},\n${JSON.stringify(pairs[2], null, 1)}]`),
    );
    expect(list.rows.map(({ row, line }) => [row, line])).toEqual([
      [1, 3],
      [2, 5],
    ]);
    expect((await read(parquet('lines.parquet', plainColumns))).rows[2]).toMatchObject({
      row: 3,
      line: undefined,
    });
  });

  test('are read by a column map, dotted paths and all', async () => {
    const row = {
      meta: { kind: 'riddle', easy: 'yes' },
      turns: [{ say: 'What has keys but no locks?' }, { say: 'A piano.' }],
      'a.b': 'given',
    };
    const columns = {
      instruction: 'turns.0.say',
      response: 'turns.1.say',
      input: 'a.b',
      classification: 'meta.easy',
      group: 'meta.kind',
    };
    const { tasks, problems } = await read(written('map.jsonl', jsonLines([row])), { columns });
    expect(problems).toEqual([]);
    expect(tasks).toMatchObject([
      {
        instruction: 'What has keys but no locks?',
        input: 'given',
        response: 'A piano.',
        classification: true,
        group: 'riddle',
      },
    ]);
  });

  test.each([
    [
      'CSV',
      'map.csv',
      () =>
        written(
          'map.csv',
          csvOf(',', '\n').replace('instruction,input,response', 'prompt,context,completion'),
        ),
    ],
    [
      'Parquet',
      'map.parquet',
      () =>
        parquet('map.parquet', [
          column('instruction', 'prompt'),
          column('input', 'context'),
          column('response', 'completion'),
        ]),
    ],
  ])('of %s too', async (_, name, write) => {
    write();
    const columns = { instruction: 'prompt', input: 'context', response: 'completion' };
    const { tasks, problems } = await read(name, { columns });
    expect(problems).toEqual([]);
    expect(tasks.map(({ instruction, input, response }) => ({ instruction, input, response }))).toEqual(
      pairs,
    );
  });

  test('keep the group that they name themselves', async () => {
    const { tasks } = await read(
      written('groups.jsonl', jsonLines(pairs.map((pair) => ({ ...pair, task_type: 'riddle' })))),
    );
    expect(new Set(tasks.map(({ group }) => group))).toEqual(new Set(['riddle']));
  });

  test('of conversations are the first question, led by what the system said, and its answer', async () => {
    const conversation = [
      { from: 'system', value: 'You speak like a pirate.' },
      { from: 'gpt', value: 'Ahoy!' },
      { from: 'human', value: 'Where is the rum?' },
      { from: 'gpt', value: 'Below, captain.' },
    ];
    const polite = [
      { from: 'system', value: 'You are a helpful assistant.' },
      { from: 'user', value: 'Hello?' },
      { from: 'assistant', value: 'Hello!' },
    ];
    const rows = [{ conversations: conversation }, { conversations: polite }];
    const { tasks } = await read(written('pirate.json', JSON.stringify(rows)));
    expect(tasks.map(({ instruction, response }) => [instruction, response])).toEqual([
      ['You speak like a pirate.\n\nWhere is the rum?', 'Below, captain.'],
      ['Hello?', 'Hello!'],
    ]);
  });
});

describe('what can not be read is told with its place, and spoils nothing else', () => {
  const good = JSON.stringify({
    instruction: 'Name a fruit.',
    instances: [{ input: 'green', output: 'Pear.' }],
  });

  test.each([
    ['is not JSON', '{"instruction": ', /^2: Not JSON \(.*\): expected one whole object/],
    ['is no object', '[1]', /^2: Found a list: expected a task/],
    ['has neither output nor instances', '{"instruction":"a"}', /^2: The task has no "instances": expected/],
    [
      'is of another format',
      '{"instruction":"a","output":"b"}',
      /^2: This is an Alpaca task, in a file that began with a self-instruct task/,
    ],
    [
      'has an empty output',
      '{"instruction":"a","instances":[{"output":" "}]}',
      /^2: "instances\[0\]\.output" is empty/,
    ],
    [
      'has no instances',
      '{"instruction":"a","instances":[]}',
      /^2: "instances" is an empty list: expected at least one/,
    ],
    ['has no instruction', '{"instances":[{"output":"a"}]}', /^2: "instruction" is missing: expected a text/],
    [
      'has a label that is no truth value',
      '{"instruction":"a","instances":[{"output":"b"}],"is_classification":"no"}',
      /^2: "is_classification" is a text: expected true or false/,
    ],
    [
      'has a NUL',
      '{"instruction":"a\\u0000","instances":[{"output":"b"}]}',
      /^2: "instruction" contains a character that is not text/,
    ],
  ])('a line that %s', async (_, line, message) => {
    const { tasks, problems } = await read(written('bad.jsonl', `${good}\n${line}\n${good}`));
    expect(tasks).toHaveLength(2);
    expect(problems).toEqual([expect.stringMatching(message)]);
  });

  test('an element of a list, by the line that it begins on', async () => {
    const text = `[\n  ${good},\n  {"instruction": "[,]\\"",\n   "output": oops},\n\n  ${good}\n]\n`;
    const { tasks, problems } = await read(written('bad.json', text));
    expect(tasks).toHaveLength(2);
    expect(problems).toEqual([expect.stringMatching(/^3: Not JSON/)]);
  });

  test('a list that was cut', async () => {
    const { problems } = await read(written('cut.json', `[${good},\n`));
    expect(problems).toEqual([
      expect.stringMatching(/^2: .*no closing "]" or "}": the file may have been cut/),
    ]);
  });

  test.each([[''], ['\uFEFF\r\n \n'], ['[]'], [' [ ] '], ['{"train": []}\n']])(
    'a file without a task (%j)',
    async (text) => {
      await expect(read(written('none.json', text))).rejects.toMatchObject({
        exitCode: 2,
        message: expect.stringMatching(
          /^Seed file "none\.json" is empty: expected rows such as \{"instruction"/,
        ) as string,
      });
    },
  );

  test.each(['gpt', 'ChatGPT', 'bing', 'bard', 'claude', 'assistant'])(
    'an answer is read, whichever model a shared chat is of: %s',
    async (from) => {
      const turns = [
        { from: 'human', value: 'Well?' },
        { from, value: 'Very well.' },
      ];
      const { tasks, problems } = await read(written('shared.jsonl', jsonLines([{ conversations: turns }])));
      expect(problems).toEqual([]);
      expect(tasks).toMatchObject([{ instruction: 'Well?', response: 'Very well.' }]);
    },
  );

  test.each([
    ['no answer', [{ from: 'human', value: 'Well?' }], /"conversations" has no answer to its first question/],
    ['no question', [{ from: 'gpt', value: 'Hello.' }], /"conversations" has no question/],
    [
      'another question instead of an answer',
      [
        { from: 'human', value: 'Well?' },
        { from: 'human', value: 'Hey?' },
      ],
      /"conversations\[1\]" follows the first question, and is no answer/,
    ],
    [
      'an unknown speaker',
      [{ from: 'ghost', value: 'Boo.' }],
      /"conversations\[0\]\.from" is "ghost": expected one of system/,
    ],
    ['no list', 'hello', /"conversations" must be a list of turns/],
  ])('a conversation with %s', async (_, conversations, message) => {
    const { problems } = await read(written('bad-chat.jsonl', jsonLines([{ conversations }])));
    expect(problems).toEqual([expect.stringMatching(message)]);
  });

  test('a chat with more than text', async () => {
    const messages = [{ role: 'user', content: [{ type: 'image_url', image_url: {} }] }];
    const { problems } = await read(written('image.jsonl', jsonLines([{ messages }])));
    expect(problems).toEqual([
      '1: "messages[0].content" has no text, or more than text: only texts can be read.',
    ]);
  });

  test.each([
    ['too few fields', 'a,b\n', /^3: The row has 2 fields, and the header 3/],
    ['an empty response', 'a,b, \n', /^3: "response" is empty: expected a text/],
    ['a stray quote', 'a,b "c,d\n1,2,3\n', /^3: A quote stands where none may be: put the field in quotes/],
    ['a quote without end', 'a,b,"c\n', /^3: A quoted field has no closing quote, up to the end of the file/],
  ])('a CSV row with %s', async (_, row, message) => {
    const { tasks, problems } = await read(written('bad.csv', `instruction,input,response\n1,2,3\n${row}`));
    expect(tasks).toHaveLength(1);
    expect(problems).toEqual([expect.stringMatching(message)]);
  });

  test('a row without the column that the map names, with those that it has', async () => {
    const rows = [
      { prompt: 'a', response: 'b' },
      { instruction: 'a', response: 'b' },
    ];
    const { problems } = await read(written('hole.jsonl', jsonLines(rows)), {
      columns: { instruction: 'prompt' },
    });
    expect(problems).toEqual([
      '2: There is no column "prompt": the row has instruction, response; set columns.instruction.',
    ]);
  });

  test('a row whose fields tell no format, with the map that would', async () => {
    const { problems } = await read(written('untold.jsonl', jsonLines([{ title: 'a', summary: 'b' }])));
    expect(problems).toEqual([
      '1: The row has title, summary, which tells no format: set columns, as in {instruction: title, response: summary}, or name the format.',
    ]);
  });
});

describe('a file is refused in words', () => {
  test.each([
    [
      'that is not there',
      () => 'none.jsonl',
      {},
      /^Seed file "none\.jsonl" can't be read: there is no such file/,
    ],
    [
      'in another encoding',
      () => written('l.jsonl', Buffer.from('{}\n{"a": "caf\xe9"}', 'latin1')),
      {},
      /is not UTF-8 text after line 1: save it as UTF-8/,
    ],
    [
      'that is no Parquet',
      () => written('no.parquet', '{}'),
      {},
      /is not a Parquet file: it does not begin with "PAR1"/,
    ],
    [
      'that is a cut Parquet',
      () => written('cut.parquet', 'PAR1oops'),
      {},
      /is a Parquet file that can't be read: /,
    ],
    [
      'without a column that the map names (CSV)',
      () => written('c.csv', csvOf(',', '\n')),
      { columns: { input: 'contxt' } },
      /has no column "contxt": it has instruction, input, response; set columns\.input\.$/,
    ],
    [
      'without a column that the map names (Parquet)',
      () => parquet('c.parquet', plainColumns),
      { columns: { group: 'kind' } },
      /has no column "kind": it has instruction, input, response; set columns\.group\.$/,
    ],
    [
      'without a field that the map names (JSONL)',
      () => written('c.jsonl', jsonLines(pairs)),
      { columns: { input: 'contxt' } },
      /no row has anything in the column "contxt"; set columns\.input/,
    ],
  ])('%s', async (_, write, options, message) => {
    await expect(read(write(), options)).rejects.toMatchObject({
      name: 'UserError',
      message: expect.stringMatching(message) as string,
    });
  });
});

describe('what spreadsheets write', () => {
  const rows = '"Name a fruit.";"Pear."\r\n"Write a haiku.";"Fog\r\non\r\nwater"\r\n';

  test('rows of nothing but delimiters are no rows', async () => {
    const { tasks, problems } = await read(
      written('blank.csv', `instruction;response\r\n;\r\n${rows};\r\n" "; \r\n`),
    );
    expect(problems).toEqual([]);
    expect(tasks.map(({ instruction }) => instruction)).toEqual(['Name a fruit.', 'Write a haiku.']);
  });

  test('the line before the header that says the delimiter is none of the rows', async () => {
    const said = await read(written('said.csv', `\uFEFFsep=;\r\ninstruction;response\r\n${rows}`));
    expect([said.problems, said.tasks.length, said.rows.map(({ line }) => line)]).toEqual([[], 2, [3, 4]]);
    const column = await read(written('sep.csv', 'sep=a,instruction,response\nx,Name a fruit.,Pear.\n'));
    expect(column.tasks.map(({ instruction }) => instruction)).toEqual(['Name a fruit.']);
  });

  test('a row after fields over several lines is told by its line, whichever line ends they have', async () => {
    const wrong = '"What is missing?";\r\n';
    const { problems } = await read(written('broken.csv', `instruction;response\r\n${rows}${wrong}`));
    expect(problems).toEqual([expect.stringMatching(/^6: /)]);
  });
});

describe('rows that share a line', () => {
  test('are told by their number, and others by their line', async () => {
    const good = '{"instruction": "Name a fruit.", "output": "Pear."}';
    const { rows } = await read(written('list.json', `[${good}, {"x": 1}, ${good},\n${good}\n]`));
    expect(rows.map(({ row, line }) => [row, line])).toEqual([
      [1, undefined],
      [2, undefined],
      [3, undefined],
      [4, 2],
    ]);
  });
});

describe('a file of any size', () => {
  const row = JSON.stringify({
    instruction: `Say it again: ${'x'.repeat(1_000)}`,
    input: '',
    output: 'y'.repeat(1_000),
  });
  const rows = 10_000; // 20 MB

  test.each([
    ['as lines', '', '\n', ''],
    ['as one list on one line', '[', ',', 'null]'],
  ])('%s is read in memory that does not grow with it', async (_, start, between, end) => {
    const name = 'large.json';
    const stream = createWriteStream(join(folder, name));
    stream.write(start);
    for (let written = 0; written < rows; written++) {
      if (!stream.write(row + between)) await once(stream, 'drain');
    }
    stream.end(end);
    await once(stream, 'close');

    let count = 0;
    let max = 0;
    const before = held();
    for await (const read of readDataset({ path: join(folder, name), label: 'it' })) {
      if ('task' in read) count++;
      if (count % 2_000 === 0) max = Math.max(max, held() - before);
    }
    expect(count).toBe(rows);
    expect(max).toBeLessThan(10 * 2 ** 20);
  });

  test('that is one endless row is given up', async () => {
    const name = written('endless.json', `[{"instruction": "${'x'.repeat(9 * 2 ** 20)}`);
    await expect(read(name)).rejects.toMatchObject({
      message: expect.stringMatching(/line 1: one row has more than 8 MB/) as string,
    });
    const quoted = await read(written('endless.csv', `instruction,response\n"${'x'.repeat(9 * 2 ** 20)}`));
    expect(quoted.problems).toEqual([
      expect.stringMatching(/^2: The row is too long to be one.* Nothing after it was read\.$/),
    ]);
  });

  test('whose lines are rows spoils no other by one that is endless', async () => {
    const good = '{"instruction": "Name a fruit.", "output": "Pear."}';
    const endless = `{"instruction": "${'x'.repeat(20 * 2 ** 20)}"}`;
    const { tasks, problems, rows } = await read(
      written('long.jsonl', [good, good, endless, good, '{', endless].join('\n')),
    );
    expect(tasks).toHaveLength(3);
    expect(problems).toEqual([
      '3: The row has more than 8 MB.',
      expect.stringMatching(/^5: Not JSON/),
      '6: The row has more than 8 MB.',
    ]);
    expect(rows.map(({ row }) => row)).toEqual([1, 2, 3, 4, 5, 6]);
  });

  test('is closed when its reader has seen enough', async () => {
    for (const name of ['c.csv', 'a.jsonl', 'c.parquet']) {
      for await (const first of readDataset({ path: join(folder, name), label: 'it' })) {
        expect(first.row).toBe(1);
        break;
      }
    }
  });

  /** Bytes that are in use: what is garbage does not count. */
  function held(): number {
    collectGarbage();
    return process.memoryUsage().heapUsed;
  }
});

describe('a set that is kept whole', () => {
  const fruit = JSON.stringify({ instruction: 'Name a fruit.', output: 'Pear.' });
  const collect = (name: string, onMalformed: 'fail' | 'skip' = 'fail') =>
    collectTasks({ path: join(folder, name), label: `Seed file "${name}"`, onMalformed, section: 'seeds' });

  test('stops the run before it starts where a line is malformed', async () => {
    await expect(collect(written('k.jsonl', `${fruit}\noops\n`))).rejects.toMatchObject({
      message: expect.stringMatching(
        /^Seed file "k\.jsonl" has 1 line that can't be read: mend them, or set seeds\.onMalformed to skip\.\n {2}line 2: Not JSON/,
      ) as string,
    });
    const many = written('many.jsonl', fruit + '\noops'.repeat(12));
    await expect(collect(many)).rejects.toMatchObject({
      message: expect.stringMatching(/12 lines.*\n( {2}line .*\n){10} {2}and 2 more$/) as string,
    });
  });

  test('goes on where the recipe allows it, and counts what was left out', async () => {
    const kept = await collect(written('k.jsonl', `${fruit}\noops\n`), 'skip');
    expect(kept).toMatchObject({
      tasks: [{ instruction: 'Name a fruit.' }],
      skipped: [{ row: 2, line: 2 }],
      format: 'alpaca',
    });
  });

  test('is never empty', async () => {
    await expect(collect(written('k.jsonl', '\n'), 'skip')).rejects.toMatchObject({
      message: expect.stringMatching(/is empty: expected rows/) as string,
    });
  });

  test('says which instructions repeat, which is no problem', async () => {
    const again = fruit.replace('Name a fruit.', ' Name  a fruit. ');
    expect((await collect(written('k.jsonl', `${fruit}\n${again}`))).repeated).toEqual([
      { row: 2, line: 2, first: { row: 1, line: 1 } },
    ]);
  });

  test('keeps every instance, the first as the example', async () => {
    const instances = [
      { input: 'green', output: 'Pear.' },
      { input: 'red', output: 'Cherry.' },
    ];
    const row = {
      id: 'seed_0',
      instruction: 'Name a fruit of the colour.',
      instances,
      is_classification: true,
    };
    expect((await collect(written('k.jsonl', jsonLines([row])))).tasks).toEqual([
      {
        id: 'seed_0',
        instruction: row.instruction,
        input: 'green',
        response: 'Pear.',
        classification: true,
        instances,
      },
    ]);
  });
});
