import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { parquetWriteBuffer } from 'hyparquet-writer';

const things = [
  'bridge',
  'kettle',
  'garden',
  'violin',
  'ladder',
  'harbour',
  'lantern',
  'orchard',
  'compass',
  'mill',
];

/** A row of each fixture, before it is laid out. */
export interface FixturePair {
  readonly instruction: string;
  readonly input: string;
  readonly response: string;
}

export const fixtureRows = 20;

/** Pairs that say where they are from, so that none repeats another. */
export function pairsOf(name: string): FixturePair[] {
  return Array.from({ length: fixtureRows }, (_, index) => ({
    instruction: `Tell what visitor ${index} of ${name} should know about the ${things[index % 10]}.`,
    input: index % 3 === 0 ? `Notes on the ${things[index % 10]}: “old”, ${index} m high, naïve ü.` : '',
    response: `Visitor ${index} learns that the ${things[index % 10]} of ${name} is open from ${index} o'clock.`,
  }));
}

/** A Zstandard frame of stored blocks (RFC 8878). */
export function zstdFrame(bytes: Uint8Array): Buffer {
  const head = Buffer.alloc(9);
  head.writeUInt32LE(0xfd2fb528, 0);
  head.writeUInt8(0xa0, 4); // one segment, its size in four bytes
  head.writeUInt32LE(bytes.length, 5);
  const blocks: Buffer[] = [head];
  const size = 100_000;
  for (let at = 0; at === 0 || at < bytes.length; at += size) {
    const part = bytes.subarray(at, at + size);
    const mark = Buffer.alloc(3);
    mark.writeUIntLE((part.length << 3) | Number(at + size >= bytes.length), 0, 3);
    blocks.push(mark, Buffer.from(part));
  }
  return Buffer.concat(blocks);
}

const jsonLines = (rows: readonly unknown[]): string =>
  rows.map((row) => `${JSON.stringify(row)}\n`).join('');
const swapped = (bytes: Buffer): Buffer => Buffer.from(bytes).swap16();

export interface Fixture {
  /** Its file; of several, their folder. */
  readonly path: string;
  /** Whether its rows have an input of their own. */
  readonly hasInput: boolean;
  /** What is said of what no pair has a place for. */
  readonly asides: readonly string[];
  /** The files' content by name, relative to the fixtures' folder. */
  readonly files: Readonly<Record<string, string | Buffer>>;
  /** Where a text differs from the pairs': the instruction is led by this. */
  readonly lead?: string;
}

type Layout = (pair: FixturePair, index: number) => object;

const user = (content: unknown): object => ({ role: 'user', content });
const assistant = (content: unknown): object => ({ role: 'assistant', content });

/** How people lay rows out, by the name of the set that is known for it. */
const layouts: readonly [name: string, layout: Layout, more?: Partial<Fixture>][] = [
  ['alpaca', ({ instruction, input, response }) => ({ instruction, input, output: response }), { hasInput: true }],
  ['dolly', ({ instruction, input, response }) => ({ instruction, context: input, response, category: 'closed_qa' }), { hasInput: true }],
  ['prompt-completion', ({ instruction, response }) => ({ prompt: instruction, completion: response })],
  ['question-answer', ({ instruction, input, response }) => ({ question: instruction, context: input, answer: response }), { hasInput: true }],
  ['query-response', ({ instruction, response }) => ({ type: 'GSM', query: instruction, response }), { asides: ['left aside: type, in 20 rows'] }],
  ['orca', ({ instruction, response }, id) => ({ id, system_prompt: 'Answer a child.', question: instruction, response }), { lead: 'Answer a child.', asides: ['kept: what the system says, which leads the instruction, in 20 rows'] }],
  ['flan', ({ instruction, response }) => ({ inputs: instruction, targets: response })],
  ['input-output', ({ instruction, response }) => ({ input: instruction, output: response })],
  ['preference', ({ instruction, response }) => ({ prompt: instruction, chosen: response, rejected: 'No.' }), { asides: ['kept: the rejected answer, in 20 rows'] }],
  ['preference-turns', ({ instruction, response }) => ({ prompt: [user(instruction)], chosen: [assistant(response)], rejected: [assistant('No.')] }), { asides: ['kept: the rejected answer, in 20 rows'] }],
  ['preference-implicit', ({ instruction, response }) => ({ chosen: [user(instruction), assistant(response)], rejected: [user(instruction), assistant('No.')] }), { asides: ['kept: the rejected answer, in 20 rows'] }],
  ['preference-whole', ({ instruction, response }) => ({ prompt: instruction, chosen: [user(instruction), assistant(response)], rejected: [user(instruction), assistant('No.')], score_chosen: 7.5 }), { asides: ['kept: the rejected answer, in 20 rows'] }],
  ['preference-transcript', ({ instruction, response }) => ({ chosen: `\n\nHuman: ${instruction}\n\nAssistant: ${response}`, rejected: '\n\nHuman: x\n\nAssistant: No.' }), { asides: ['kept: the rejected answer, in 20 rows'] }],
  ['guanaco', ({ instruction, response }) => ({ text: `### Human: ${instruction}### Assistant: ${response}### Human: And?` }), { asides: ['left aside: a question at the end that has no answer, in 20 rows'] }],
  ['sharegpt', ({ instruction, response }) => ({ conversations: [{ from: 'human', value: instruction }, { from: 'gpt', value: response }, { from: 'human', value: 'And?' }] }), { asides: ['left aside: a question at the end that has no answer, in 20 rows'] }],
  ['sharegpt-long', ({ instruction, response }) => ({ conversations: [{ from: 'human', value: instruction }, { from: 'gpt', value: response }, { from: 'human', value: 'And when it rains?' }, { from: 'gpt', value: 'Then it stays closed, and the café beside it is open.' }] }), { asides: ['kept: what follows the first answer, in 20 rows'] }],
  ['conversations-roles', ({ instruction, response }) => ({ conversations: [user(instruction), assistant(response)] })],
  ['conversation', ({ instruction, response }) => ({ conversation: [user(instruction), assistant(response)], language: 'English' }), { asides: ['left aside: language, in 20 rows'] }],
  ['lima', ({ instruction, response }) => ({ conversations: [instruction, response] })],
  ['messages-developer', ({ instruction, response }) => ({ messages: [{ role: 'developer', content: 'Be brief.' }, user(instruction), assistant(response)] }), { lead: 'Be brief.', asides: ['kept: what the system says, which leads the instruction, in 20 rows'] }],
  ['messages-parts', ({ instruction, response }) => ({ messages: [user([{ type: 'text', text: instruction }]), assistant([{ type: 'text', text: response }])] })],
  ['messages-thinking', ({ instruction, response }) => ({ messages: [user(instruction), { role: 'assistant', content: response, reasoning_content: 'Hm.' }] }), { asides: ['left aside: messages[].reasoning_content, in 20 rows'] }],
]; // prettier-ignore

/** One fixture of each way in which people have data, 20 rows each, each with texts of its own. */
export function datasetFixtures(): Fixture[] {
  const plain = layouts.map(([name, layout, more]): Fixture => {
    const path = `${name}.jsonl`;
    return {
      path, hasInput: false, asides: [], ...more, files: { [path]: jsonLines(pairsOf(name).map(layout)) },
    }; // prettier-ignore
  });
  const rowsOf = (name: string): object[] =>
    pairsOf(name).map(({ instruction, input, response }) => ({ instruction, input, output: response }));
  const file = (path: string, content: (rows: object[]) => string | Buffer): Fixture => ({
    path,
    hasInput: true,
    asides: [],
    files: { [path]: content(rowsOf(path)) },
  });
  const csv = (rows: object[], delimiter: string): string =>
    [Object.keys(rows[0]!), ...rows.map((row) => Object.values(row).map((cell) => `"${String(cell)}"`))]
      .map((cells) => `${cells.join(delimiter)}\r\n`)
      .join('');
  const parquet = (rows: object[]): Buffer =>
    Buffer.from(
      parquetWriteBuffer({
        columnData: Object.keys(rows[0]!).map((name) => ({
          name,
          data: rows.map((row) => (row as Record<string, unknown>)[name]),
          type: 'STRING',
        })),
      }),
    );
  const shards = rowsOf('shards').map((row) => ({ ...row, origin: 'somebody' }));
  return [
    ...plain,
    file('lines.jsonl.gz', (rows) => gzipSync(jsonLines(rows))),
    file('members.jsonl.gz', (rows) =>
      Buffer.concat([gzipSync(jsonLines(rows.slice(0, 7))), gzipSync(jsonLines(rows.slice(7)))]),
    ),
    file('lines.jsonl.zst', (rows) => zstdFrame(Buffer.from(jsonLines(rows)))),
    file('frames.jsonl.zst', (rows) =>
      Buffer.concat([
        zstdFrame(Buffer.from(jsonLines(rows.slice(0, 7)))),
        zstdFrame(Buffer.from(jsonLines(rows.slice(7)))),
      ]),
    ),
    file('comma.csv.gz', (rows) => gzipSync(csv(rows, ','))),
    file('pretty.json', (rows) => JSON.stringify(rows, null, 4)),
    file('pretty-values.json', (rows) => rows.map((row) => JSON.stringify(row, null, 2)).join('\n')),
    file('glued.json', (rows) => rows.map((row) => JSON.stringify(row)).join('')),
    file('line-commas.json', (rows) => rows.map((row) => JSON.stringify(row)).join(',\n')),
    file('data.json', (rows) => JSON.stringify({ version: '1.0', data: rows })),
    file('splits.json', (rows) =>
      JSON.stringify({ train: rows.slice(0, 15), test: rows.slice(15) }, null, 2),
    ),
    file('server.json', (rows) =>
      JSON.stringify({
        features: [{ name: 'instruction' }],
        rows: rows.map((row, row_idx) => ({ row_idx, row, truncated_cells: [] })),
      }),
    ),
    file('mark.jsonl', (rows) => `\uFEFF${jsonLines(rows)}`),
    file('utf16le.jsonl', (rows) => Buffer.from(`\uFEFF${jsonLines(rows)}`, 'utf16le')),
    file('utf16be.csv', (rows) => swapped(Buffer.from(`\uFEFF${csv(rows, ';')}`, 'utf16le'))),
    file('utf16-unmarked.jsonl', (rows) => Buffer.from(jsonLines(rows), 'utf16le')),
    file('tab.tsv', (rows) => csv(rows, '\t')),
    file('bar.csv', (rows) => csv(rows, '|')),
    {
      path: 'shards',
      hasInput: true,
      asides: [
        'left aside: origin, in 20 rows',
        'left aside: the file dataset_info.json',
        'left aside: the file README.md',
      ],
      files: {
        'shards/data/train-2-of-10.parquet': parquet(shards.slice(0, 9)),
        'shards/data/train-10-of-10.parquet': parquet(shards.slice(9)),
        'shards/dataset_info.json': '{"features": {}}',
        'shards/README.md': '# Shards',
      },
    },
  ];
}

/** Writes all of them into a folder. */
export function writeDatasetFixtures(folder: string): Fixture[] {
  const fixtures = datasetFixtures();
  for (const [name, content] of fixtures.flatMap(({ files }) => Object.entries(files))) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  return fixtures;
}

/** What the real zstd makes of bytes; undefined where it isn't installed. */
export function realZstd(bytes: Buffer, ...options: string[]): Buffer | undefined {
  const { status, stdout } = spawnSync('zstd', [...options, '-c'], { input: bytes, maxBuffer: 2 ** 28 });
  return status === 0 ? stdout : undefined;
}
