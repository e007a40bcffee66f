import { execFileSync } from 'node:child_process';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { writeProblem, writeWhole } from '../../../adapters/files/wholeFile';

const folder = mkdtempSync(path.join(tmpdir(), 'whole-file-'));
const inFolder = (name: string): string => path.join(folder, name);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const pears = (part: string): Promise<void> => writeFile(part, 'pears', { flag: 'wx' });
const coded = (code: string, of?: string): Error =>
  Object.assign(new Error(`${code}: as the system says it`), { code, ...(of !== undefined && { path: of }) });

test('a file that is replaced is the old one until the new one is whole', async () => {
  const file = inFolder('whole.txt');
  writeFileSync(file, 'plums');
  await writeWhole(file, async (part) => {
    await pears(part);
    expect(readFileSync(file, 'utf8')).toBe('plums');
  });
  expect(readFileSync(file, 'utf8')).toBe('pears');
});

test('what fails half-way leaves the old file, and nothing beside it', async () => {
  mkdirSync(inFolder('half'));
  const file = inFolder('half/file.txt');
  writeFileSync(file, 'plums');
  const writing = writeWhole(file, async (part) => {
    await pears(part);
    throw coded('ENOSPC');
  });
  await expect(writing).rejects.toMatchObject({
    name: 'UserError',
    exitCode: 1,
    message: `${file} can't be written: the disk is full.`,
    mend: 'Make room there, or name a file elsewhere; then type the same again.',
  });
  expect(readFileSync(file, 'utf8')).toBe('plums');
  expect(readdirSync(inFolder('half'))).toEqual(['file.txt']);
});

test('a link stays one, and the file that it leads to is replaced', async () => {
  mkdirSync(inFolder('elsewhere'));
  writeFileSync(inFolder('elsewhere/target.txt'), 'plums');
  symlinkSync(inFolder('elsewhere/target.txt'), inFolder('link.txt'));
  await writeWhole(inFolder('link.txt'), pears);
  expect(lstatSync(inFolder('link.txt')).isSymbolicLink()).toBe(true);
  expect(readFileSync(inFolder('elsewhere/target.txt'), 'utf8')).toBe('pears');
});

test('no file takes the place of a device, a pipe or a folder', async () => {
  execFileSync('mkfifo', [inFolder('pipe')]);
  mkdirSync(inFolder('folder'));
  symlinkSync('/dev/null', inFolder('nothing'));
  const refused: [file: string, kind: string][] = [
    [inFolder('pipe'), 'a pipe'],
    [inFolder('folder'), 'a folder'],
    [inFolder('nothing'), 'a device'],
  ];
  for (const [file, kind] of refused) {
    const begun: string[] = [];
    const writing = writeWhole(file, async (part) => {
      begun.push(part);
      await pears(part);
    });
    await expect(writing).rejects.toThrow(`${file} is ${kind}: a file would take its place.`);
    expect(begun).toEqual([]);
  }
  expect(lstatSync(inFolder('pipe')).isFIFO()).toBe(true);
  expect(existsSync(inFolder('nothing'))).toBe(true);
});

test('a folder that is not there is named with what to type', async () => {
  const file = inFolder('no-such/file.txt');
  await expect(writeWhole(file, pears)).rejects.toMatchObject({
    message: `${file} can't be written: its folder is not there.`,
    mend: `mkdir -p ${inFolder('no-such')}`,
  });
});

test.each([
  ['EROFS', 'it is on a disk that can only be read'],
  ['EACCES', 'this user may not write there'],
  ['ENAMETOOLONG', 'its name is too long'],
])('%s is told in words', (code, words) => {
  const file = inFolder('a.txt');
  expect(writeProblem(file, coded(code, `${file}.1.part`))?.message).toBe(
    `${file} can't be written: ${words}.`,
  );
});

test('what is wrong with another file, or no file at all, is left as it is', () => {
  const file = inFolder('a.txt');
  expect(writeProblem(file, coded('ENOENT', '/somewhere/else/seeds.jsonl'))).toBeUndefined();
  expect(writeProblem(file, coded('ECONNREFUSED'))).toBeUndefined();
  expect(writeProblem(file, 'pears')).toBeUndefined();
});
