import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable, Writable } from 'node:stream';
import { type NoveltyOptions, runNovelty } from '../../../../client/commands/novelty/decideNovelty';
import { UserError } from '../../../../core/foundations/userError';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'seedbed-novelty-'));
});
afterAll(async () => rm(folder, { recursive: true }));

async function fileOf(name: string, content: string | Buffer): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
}

function collector(): { stream: Writable; text: () => string } {
  const chunks: Buffer[] = [];
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      chunks.push(chunk);
      done();
    },
  });
  return { stream, text: () => Buffer.concat(chunks).toString('utf8') };
}

async function run(
  options: Partial<NoveltyOptions>,
  stdin: readonly Buffer[] = [],
): Promise<[string, string]> {
  const [stdout, stderr] = [collector(), collector()];
  const streams = { stdin: Readable.from(stdin), stdout: stdout.stream, stderr: stderr.stream };
  await runNovelty({ threshold: '0.7', ...options }, streams);
  return [stdout.text(), stderr.text()];
}

async function decisions(options: Partial<NoveltyOptions>, stdin?: readonly Buffer[]): Promise<unknown[]> {
  const [stdout] = await run({ ...options, json: true }, stdin);
  return stdout
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as unknown);
}

describe('seedbed novelty', () => {
  test.each([
    ['Thai', 'บอกชื่อผลไม้ไทยมาห้าชนิด'],
    ['Hindi', 'पाँच भारतीय मसालों के नाम बताइए।'],
    ['Chinese', '列出五种适合初学者的运动。'],
  ])('finds identical lines in %s', async (_, line) => {
    const input = await fileOf('same.txt', `${line}\n${line}\n`);
    expect(await decisions({ in: input })).toEqual([
      { kept: true, score: 0, nearest: null },
      { kept: false, score: 1, nearest: line },
    ]);
  });

  test('decides line after line, and kept lines join the pool', async () => {
    const pool = await fileOf('pool.txt', 'Name three birds of prey.\n');
    const input = await fileOf(
      'in.txt',
      'Name three birds of prey!\nExplain how tides work.\nExplain how the tides work.\n',
    );
    expect(await decisions({ pool, in: input })).toEqual([
      { kept: false, score: 1, nearest: 'Name three birds of prey.' },
      { kept: true, score: 0, nearest: 'Name three birds of prey.' },
      { kept: false, score: (2 * 1 * 0.8) / 1.8, nearest: 'Explain how tides work.' },
    ]);
  });

  test('needs no pool: the first line has no nearest', async () => {
    const input = await fileOf('in.txt', 'One line, unended');
    expect(await decisions({ in: input })).toEqual([{ kept: true, score: 0, nearest: null }]);
    expect(await decisions({ in: await fileOf('empty.txt', '') })).toEqual([]);
  });

  test('answers every input line with one line, blank ones and unusual separators included', async () => {
    const input = await fileOf('in.txt', '\ufeffalpha beta\r\n\n?!\nalpha\u2028beta\n\n');
    expect(await decisions({ in: input })).toEqual([
      { kept: true, score: 0, nearest: null },
      { kept: true, score: 0, nearest: 'alpha beta' },
      { kept: true, score: 0, nearest: 'alpha beta' },
      { kept: false, score: 1, nearest: 'alpha beta' },
      { kept: true, score: 0, nearest: 'alpha beta' },
    ]);
  });

  test('reads standard input as it arrives, characters cut in two included', async () => {
    const bytes = Buffer.from('naïve question\nnaïve question\n');
    const cut = bytes.indexOf(0xc3) + 1;
    expect(await decisions({ in: '-' }, [bytes.subarray(0, cut), bytes.subarray(cut)])).toEqual([
      { kept: true, score: 0, nearest: null },
      { kept: false, score: 1, nearest: 'naïve question' },
    ]);
  });

  test('says for people what was decided and why, and sums up on stderr', async () => {
    const input = await fileOf('in.txt', 'Tell a joke about \u001b[31mdogs.\nTell a joke about 31m dogs.\n');
    const [stdout, stderr] = await run({ in: input });
    expect(stdout).toBe(
      'kept      0.000  Tell a joke about  [31mdogs.\n' +
        'rejected  0.727  Tell a joke about 31m dogs.  (nearest: Tell a joke about  [31mdogs.)\n',
    );
    expect(stderr).toBe('1 of 2 kept; 1 score above 0.7 with an earlier one. The pool grew from 0 to 1.\n');
  });

  test.each(['1.5', '-0.1', 'high', ''])(
    'refuses the threshold "%s" before reading anything',
    async (threshold) => {
      const refusal = run({ in: join(folder, 'missing'), threshold });
      await expect(refusal).rejects.toThrow('give a number from 0 to 1');
      await expect(refusal).rejects.toMatchObject({ exitCode: 2 });
    },
  );

  test('names the file that it cannot read', async () => {
    const input = await fileOf('in.txt', 'A line.\n');
    const broken = await fileOf('broken.txt', Buffer.from([0x61, 0x0a, 0xff, 0x0a]));
    const missing = join(folder, 'missing.txt');
    await expect(run({ in: missing })).rejects.toThrow(
      `--in ${missing} can't be read: there is no such file.`,
    );
    await expect(run({ in: input, pool: folder })).rejects.toThrow(
      `--pool ${folder} can't be read: it is a folder.`,
    );
    await expect(run({ in: input, pool: broken })).rejects.toThrow(`--pool ${broken} is not UTF-8 text`);
    await expect(run({ in: broken })).rejects.toBeInstanceOf(UserError);
    await expect(run({})).rejects.toThrow('The instructions are missing.');
    await expect(run({ in: '-', pool: '-' })).rejects.toThrow('name a file for one of them');
  });

  test('ends quietly when its reader goes away', async () => {
    const closed = new Writable({
      write(_chunk, _encoding, done) {
        done(Object.assign(new Error('write EPIPE'), { code: 'EPIPE' }));
      },
    });
    const stderr = collector();
    const streams = {
      stdin: Readable.from([Buffer.from('One.\nTwo.\n')]),
      stdout: closed,
      stderr: stderr.stream,
    };
    await runNovelty({ in: '-', threshold: '0.7' }, streams);
    expect(stderr.text()).toBe('');
  });
});
