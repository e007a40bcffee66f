import { rmSync, writeFileSync } from 'node:fs';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { collectTasks } from '../../../adapters/datasets/collectTasks';
import { readDataset, type DatasetSource } from '../../../adapters/datasets/readDataset';
import { asideSentence } from '../../../core/dataset/readers/leftAside';
import type { DatasetRow } from '../../../core/dataset/readers/datasetRow';
import type { SeedTask } from '../../../core/vocabulary/seedTask';
import {
  datasetFixtures,
  fixtureRows,
  pairsOf,
  realZstd,
  writeDatasetFixtures,
  zstdFrame,
} from '../../support/datasetFixtures';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'seedbed-formats-'));
  writeDatasetFixtures(folder);
});
afterAll(() => rmSync(folder, { recursive: true }));

interface Reading {
  readonly rows: readonly DatasetRow[];
  readonly tasks: readonly SeedTask[];
  readonly problems: readonly string[];
  readonly asides: readonly string[];
}

async function read(name: string, options: Partial<DatasetSource> = {}): Promise<Reading> {
  const rows: DatasetRow[] = [];
  const reading = readDataset({ path: join(folder, name), label: `Dataset ${name}`, ...options });
  let next = await reading.next();
  for (; next.done !== true; next = await reading.next()) rows.push(next.value);
  return {
    rows,
    tasks: rows.flatMap((row) => ('task' in row ? [row.task] : [])),
    problems: rows.flatMap((row) => ('problem' in row ? [row.problem] : [])),
    asides: next.value.asides.map(asideSentence),
  };
}

function written(name: string, content: string | Buffer | readonly object[]): string {
  const isRows = typeof content !== 'string' && !Buffer.isBuffer(content);
  writeFileSync(
    join(folder, name),
    isRows ? content.map((row) => `${JSON.stringify(row)}\n`).join('') : content,
  );
  return name;
}

describe('data is read as people have it, and what no pair has a place for is named', () => {
  test.each(datasetFixtures().map((fixture) => [fixture.path, fixture] as const))(
    '%s',
    async (path, { hasInput, asides, lead }) => {
      const { rows, tasks, problems, asides: told } = await read(path);
      expect({ problems, rows: rows.length, told }).toEqual({
        problems: [],
        rows: fixtureRows,
        told: asides,
      });
      const name =
        hasInput && !['dolly.jsonl', 'alpaca.jsonl', 'question-answer.jsonl'].includes(path)
          ? path
          : basename(path, '.jsonl');
      expect(tasks.map(({ instruction, input, response }) => ({ instruction, input, response }))).toEqual(
        pairsOf(name).map(({ instruction, input, response }) => ({
          instruction: lead === undefined ? instruction : `${lead}\n\n${instruction}`,
          input: hasInput ? input : '',
          response,
        })),
      );
    },
  );

  test('what the real zstd packs, in several frames and with its long window', async () => {
    const rows = Buffer.from(
      pairsOf('real')
        .map((pair) => `${JSON.stringify(pair)}\n`)
        .join('')
        .repeat(300),
    );
    const packed = [realZstd(rows), realZstd(rows, '--long=27', '-19')];
    if (packed[0] === undefined) return; // no such tool here
    const name = written('real.jsonl.zst', Buffer.concat(packed.map((part) => part ?? Buffer.alloc(0))));
    let count = 0;
    for await (const row of readDataset({ path: join(folder, name), label: 'it' }))
      count += Number('task' in row);
    expect(count).toBe(2 * 300 * fixtureRows);
  });
});

describe('nothing is lost in silence:', () => {
  test('the shards of a folder come in the order of their numbers, and a row knows its file', async () => {
    const { rows } = await read('shards');
    expect(rows[0]).toMatchObject({ row: 1, file: 'data/train-2-of-10.parquet' });
    expect(rows[9]).toMatchObject({ row: 10, file: 'data/train-10-of-10.parquet' });
    expect((await read('shards/data/train-*.parquet')).rows).toHaveLength(fixtureRows);
  });

  test('labels that are numbers or truth values are written out', async () => {
    const answers = [1, 0, true, false, 2.5];
    const name = written(
      'labels.jsonl',
      answers.map((label) => ({ instruction: 'Is it so?', label })),
    );
    expect((await read(name)).tasks.map(({ response }) => response)).toEqual([
      '1',
      '0',
      'true',
      'false',
      '2.5',
    ]);
  });

  test('a question whose choices no pair has a place for is no question without them', async () => {
    const name = written('choices.jsonl', [{ question: 'Which?', choices: ['this', 'that'], answer: 1 }]);
    expect((await read(name)).problems).toEqual([
      expect.stringMatching(/^"choices" holds what there is to choose from/),
    ]);
    const columns = { input: 'choices' };
    expect((await read(name, { columns })).tasks).toMatchObject([{ input: 'this\n\nthat', response: '1' }]);
  });

  test('tool turns are named as not supported, and counted', async () => {
    const call = { role: 'assistant', content: null, tool_calls: [{ id: '1', function: { name: 'f' } }] };
    const question = { role: 'user', content: 'How warm is it?' };
    const answer = { role: 'assistant', content: 'Look outside.' };
    const name = written('tools.jsonl', [
      { messages: [question, call, { role: 'tool', content: '20' }, answer] },
      { messages: [question, answer, question, call] },
      { conversations: [{ from: 'human', value: 'Well?' }, { from: 'function_call', value: '{}' }] },
    ]); // prettier-ignore
    const { tasks, problems, asides } = await read(name);
    expect(tasks).toMatchObject([{ instruction: 'How warm is it?', response: 'Look outside.' }]);
    expect(problems).toEqual([
      '"messages[1]" is a tool\'s: tool calls are not supported yet.',
      '"conversations[1]" is a tool\'s: tool calls are not supported yet.',
    ]);
    expect(asides).toEqual([
      'not supported: tool turns, in 2 rows',
      'not supported: tool turns after the first answer, and what follows them, in 1 row',
    ]);
  });

  test('an answer that its set calls unwanted is none', async () => {
    const rows = [true, false].map((label) => ({ prompt: 'Well?', completion: `It is ${label}.`, label }));
    const { tasks, problems } = await read(written('unpaired.jsonl', rows));
    expect(tasks).toMatchObject([{ response: 'It is true.' }]);
    expect(problems).toEqual([expect.stringMatching(/^"label" is false: an answer that nobody wants/)]);
  });

  test('what the user maps wins over what the names would tell', async () => {
    const row = {
      prompt: 'not this',
      instruction: 'Say A.',
      answer: 'A',
      response: 'not this',
      context: 'x',
    };
    const columns = { instruction: 'instruction', response: 'answer' };
    const { tasks, asides } = await read(written('mapped.jsonl', [row]), { columns });
    expect(tasks).toMatchObject([{ instruction: 'Say A.', input: 'x', response: 'A' }]);
    expect(asides).toEqual(['left aside: prompt, in 1 row', 'left aside: response, in 1 row']);
  });

  test('a broken value among others over several lines spoils none of them', async () => {
    const value = (index: number): string =>
      JSON.stringify({ instruction: `Count ${index}.`, output: 'One.' }, null, 2);
    const broken = value(2).replace('"One."', '"One.').replace('}', '');
    const { tasks, problems } = await read(written('broken.json', [value(1), broken, value(3)].join('\n')));
    expect(tasks.map(({ instruction }) => instruction)).toEqual(['Count 1.', 'Count 3.']);
    expect(problems).toEqual([expect.stringMatching(/^Not JSON/)]);
  });
});

describe('sets of other layouts are read, or say how to lay them out:', () => {
  const [asked, answered] = ['Why is the sky blue?', 'Air scatters blue light most.'];
  test.each([
    ['names in capitals', 'a.jsonl', JSON.stringify({ Question: asked, Answer: answered })],
    ['NaN of Python', 'b.jsonl', JSON.stringify({ instruction: asked, input: 0, output: answered }).replace(':0', ': NaN')],
    ['turns as JSON in a column', 'c.csv', `n,messages\n1,"${JSON.stringify([{ role: 'user', content: asked }, { role: 'assistant', content: answered }]).replaceAll('"', '""')}"\n`],
    ['texts by turns', 'd.jsonl', JSON.stringify({ id: '1', data: [asked, answered] })],
    ['exchanges', 'e.jsonl', JSON.stringify({ conversation: [{ input: asked, output: answered }] })],
    ['a ranking beside its turns', 'f.jsonl', JSON.stringify({ conversations: [{ from: 'human', value: asked }], chosen: { from: 'gpt', value: answered }, rejected: { from: 'gpt', value: 'No.' } })],
  ])('%s', async (_, name, content) => {
    const { tasks, problems } = await read(written(name, content));
    expect({ tasks, problems }).toMatchObject({ tasks: [{ instruction: asked, response: answered }], problems: [] });
  }); // prettier-ignore

  test.each([
    ['a list for each column', { instruction: [asked, 'b'], output: [answered, 'd'] }, /a list for each column, and no rows/],
    ['columns of pandas', { instruction: { 0: asked }, output: { 0: answered } }, /a list for each column, and no rows/],
    ['rows under names', { a: { question: asked }, b: { question: asked } }, /an object of rows, each under a name/],
    ['both texts in one', { text: `<|im_start|>user\n${asked}` }, /has its texts in one, "text", and a pair needs two/],
    ['turns as Python prints them', { messages: "[{'role': 'user'}]" }, /is a list as Python prints it: write it as JSON/],
  ])('%s', async (_, row, message) => {
    expect((await read(written('odd-layout.json', JSON.stringify(row)))).problems).toEqual([
      expect.stringMatching(message),
    ]);
  }); // prettier-ignore
});

describe('a file that can not be read is refused in one sentence', () => {
  const lines = Buffer.from('{"instruction": "Name a nut.", "output": "Hazel."}\n'.repeat(5_000));
  const half = (bytes: Buffer): Buffer => bytes.subarray(0, bytes.length / 2);
  const struck = (bytes: Buffer): Buffer => Buffer.from(bytes).fill(0xa5, 30, 90);
  test.each([
    ['cut.jsonl.gz', half(gzipSync(lines)), /is compressed by gzip, and was cut: its end is missing: fetch it again/],
    ['struck.jsonl.gz', struck(gzipSync(lines)), /is compressed by gzip, and damaged: fetch it again/],
    ['cut.jsonl.zst', half(zstdFrame(lines)), /is compressed by zstd, and was cut: its end is missing: fetch it again/],
    ['struck.jsonl.zst', Buffer.concat([zstdFrame(lines).subarray(0, 9), Buffer.from([7, 0, 0, 0])]), /is compressed by zstd, and damaged/],
    ['set.xlsx', Buffer.from('PK\u0003\u0004rest'), /is a zip archive, or a spreadsheet: unpack it, or save it as CSV/],
    ['set.arrow', Buffer.from('ARROW1\0\0'), /is an Arrow file: save the set as Parquet/],
    ['pointer.parquet', Buffer.from('version https://git-lfs.github.com/spec/v1\n'), /is Git LFS's pointer/],
    ['latin.csv', Buffer.from('instruction,response\nSay caf\u00e9.,Caf\u00e9.\n', 'latin1'), /is not UTF-8 text after line \d: .*iconv -f WINDOWS-1252/],
    ['odd.jsonl', Buffer.from([0xff, 0xfe, 0x7b, 0x00, 0x22]), /is not whole UTF-16 text/],
    ['twice.csv', Buffer.from('instruction,response,response\na,b,c\n'), /has two columns "response": rename one/],
    ['nothing.jsonl', Buffer.alloc(0), /^Dataset nothing\.jsonl is empty: expected rows/],
    ['nothing.jsonl.gz', gzipSync(''), /^Dataset nothing\.jsonl\.gz is empty: expected rows/],
    ['header.csv', Buffer.from('instruction,response\n'), /^Dataset header\.csv is empty: expected rows/],
  ])('%s', async (name, content, message) => {
    await expect(read(written(name, content))).rejects.toMatchObject({
      name: 'UserError',
      message: expect.stringMatching(message) as string,
    });
  }); // prettier-ignore

  test('a set of which no row can be read, with the reasons of the first ones and an exit code of its own', async () => {
    const name = written(
      'untold.jsonl',
      Array.from({ length: 9 }, () => ({ title: 'a', body: 'b' })),
    );
    const source = { path: join(folder, name), label: 'Seed file', section: 'seeds' };
    for (const onMalformed of ['fail', 'skip'] as const) {
      await expect(collectTasks({ ...source, onMalformed })).rejects.toMatchObject({
        exitCode: 3,
        message: expect.stringMatching(
          /^Seed file has no row that can be read\.\n( {2}line \d: .*\n){3} {2}and 6 more$/,
        ) as string,
      });
    }
  });
});
