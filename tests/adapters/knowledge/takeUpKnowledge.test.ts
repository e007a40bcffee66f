import { mkdir, symlink, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { zipSync } from 'fflate';
import { ParserProcess } from '../../../adapters/knowledge/parsing/parserProcess';
import { takeUpKnowledge, type KnowledgeSource } from '../../../adapters/knowledge/takeUpKnowledge';
import type { Database } from '../../../adapters/store/database';
import { PassageStore } from '../../../adapters/store/passageStore';
import { passageSettings } from '../../../core/recipe/sections/knowledge';
import { temporaryFolder } from '../../support/embeddedStack';
import { openTestStore, type TestStore } from '../../support/testStore';
import { docxOf, encryptedPdf, pdfOf } from '../../support/documentFiles';

let postgres: TestStore;
let database: Database;
let store: PassageStore;
let root: string;
let folder: string;

beforeAll(async () => {
  postgres = await openTestStore(4);
  database = postgres.database;
  store = new PassageStore(database);
});
afterAll(async () => {
  await postgres.stop();
});
beforeEach(async () => {
  root = await temporaryFolder();
  folder = join(root, 'knowledge');
  await mkdir(join(folder, 'below'), { recursive: true });
});

const source = (changes: Partial<KnowledgeSource> = {}): KnowledgeSource => ({
  folder,
  root,
  language: 'en',
  passages: passageSettings.parse({}),
  ...changes,
});

async function passagesOf(corpus: { readonly id: string; readonly passages: number }) {
  return store.passagesAt(
    corpus.id,
    Array.from({ length: corpus.passages }, (_, number) => number),
  );
}

test('every format is read with its structure: headings, pages, rows, and no scripts', async () => {
  const page = `<html><head><title>Moths</title><script>var secret = 1;</script></head><body><nav>Home</nav><article><h1>Moths</h1>
    <p>${'The hawk moth drinks while it hovers. '.repeat(8)}</p><h2>Food</h2><p>${'Caterpillars eat willow leaves. '.repeat(8)}</p>
    <table><tr><th>Species</th><th>Span</th></tr><tr><td>Atlas</td><td>25 cm</td></tr></table></article></body></html>`;
  await writeFile(join(folder, 'moths.html'), page);
  await writeFile(join(folder, 'a.txt'), 'Plain text.');
  await writeFile(join(folder, 'below', 'b.md'), '# Rivers\n\nThe Aare flows through Bern.');
  await writeFile(join(folder, 'c.csv'), 'City;People\nBern;134000\nChur;38000\n');
  await writeFile(join(folder, 'd.pdf'), pdfOf(['First page of the guide.', 'Second page of the guide.']));
  await writeFile(
    join(folder, 'e.docx'),
    docxOf([
      ['Heading1', 'Bees'],
      ['', 'Bees dance to tell the way.'],
    ]),
  );
  const { corpus, unused } = await takeUpKnowledge(store, source());
  expect(unused).toEqual([]);
  const read = (await passagesOf(corpus)).map(({ name, headings, text, page: number }) => ({
    name,
    headings,
    text,
    page: number,
  }));
  expect(read).toEqual([
    { name: 'a.txt', headings: [], text: 'Plain text.', page: undefined },
    { name: 'below/b.md', headings: ['Rivers'], text: 'The Aare flows through Bern.', page: undefined },
    { name: 'c.csv', headings: [], text: 'City: Bern\nPeople: 134000', page: undefined },
    { name: 'c.csv', headings: [], text: 'City: Chur\nPeople: 38000', page: undefined },
    { name: 'd.pdf', headings: [], text: 'First page of the guide.', page: 1 },
    { name: 'd.pdf', headings: [], text: 'Second page of the guide.', page: 2 },
    { name: 'e.docx', headings: ['Bees'], text: 'Bees dance to tell the way.', page: undefined },
    { name: 'moths.html', headings: ['Moths'], text: expect.stringContaining('hawk moth') as string, page: undefined },
    { name: 'moths.html', headings: ['Moths', 'Food'], text: expect.stringContaining('willow') as string, page: undefined },
    { name: 'moths.html', headings: ['Moths', 'Food'], text: 'Species: Atlas\nSpan: 25 cm', page: undefined },
  ]); // prettier-ignore
});

test('what can’t be used is named with why, one line each, and the rest is used', async () => {
  const outside = await temporaryFolder();
  await writeFile(join(outside, 'secret.txt'), 'Not for you.');
  await symlink(outside, join(folder, 'out'));
  await symlink(join(outside, 'secret.txt'), join(folder, 'out.txt'));
  await symlink(join(folder, 'below'), join(folder, 'loop'));
  await symlink(join(folder, 'good.txt'), join(folder, 'link.txt'));
  await writeFile(join(folder, 'good.txt'), 'The rest is used.');
  await writeFile(join(folder, 'empty.txt'), '');
  await writeFile(join(folder, 'latin.txt'), Buffer.from('Müller wohnt in Zürich', 'latin1'));
  await writeFile(join(folder, 'binary.txt'), Buffer.from([0x41, 0, 0, 0x42]));
  await writeFile(join(folder, 'broken.pdf'), '%PDF-1.7\nnothing of it is one');
  await writeFile(join(folder, 'encrypted.pdf'), encryptedPdf());
  await writeFile(join(folder, 'pictures.pdf'), pdfOf(['']));
  await writeFile(join(folder, 'scripts.html'), `<html><body><script>${'var x = 1;\n'.repeat(50_000)}</script></body></html>`); // prettier-ignore
  await writeFile(join(folder, 'broken.docx'), 'no zip');
  await writeFile(join(folder, 'photo.png'), 'PNG');
  const bomb = zipSync({ 'word/document.xml': new Uint8Array(64 * 1024 * 1024) }, { level: 9 });
  expect(bomb.length).toBeLessThan(300_000);
  await writeFile(join(folder, 'bomb.docx'), bomb);
  await writeFile(join(folder, 'large.pdf'), '%PDF-1.7');
  await truncate(join(folder, 'large.pdf'), 400 * 1024 * 1024); // sparse: it takes no room

  const { documents, unused } = await takeUpKnowledge(store, source());
  expect(documents.map(({ name }) => name)).toEqual(['good.txt', 'link.txt']);
  expect(Object.fromEntries(unused.map(({ name, reason }) => [name, reason]))).toEqual({
    'binary.txt': 'is no text: it has NUL bytes',
    'bomb.docx': 'unpacks to more than 48 MB, which no text has: it may be a bomb',
    'broken.docx': 'is no Word document (.docx): open it and save it again',
    'broken.pdf': 'is broken, or no PDF: open it and save it again',
    'empty.txt': 'is empty',
    'encrypted.pdf': 'is encrypted: save it without a password',
    'large.pdf': 'is 400 MB, and PDF is read up to 256 MB: divide it',
    'latin.txt': 'is not UTF-8 text (after byte 0): save it as UTF-8',
    loop: 'is a link to a folder, which is not followed: name that folder',
    out: 'is a link that leads out of the workspace',
    'out.txt': 'is a link that leads out of the workspace',
    'photo.png': expect.stringContaining('is no document that is read') as string,
    'pictures.pdf': 'has no text: its pages are pictures, read them by OCR first',
    'scripts.html': 'says nothing without its scripts: save the page as a reader sees it',
  });
});

test('files that did not change are not read again, and one that did is another document', async () => {
  await writeFile(join(folder, 'a.md'), '# A\n\nOne.');
  await writeFile(join(folder, 'b.md'), '# B\n\nTwo.');
  const first = await takeUpKnowledge(store, source());
  expect(first.documents.map(({ isNew }) => isNew)).toEqual([true, true]);
  const second = await takeUpKnowledge(store, source());
  expect(second.documents.map(({ isNew }) => isNew)).toEqual([false, false]);
  expect(second.corpus).toEqual(first.corpus);
  await writeFile(join(folder, 'b.md'), '# B\n\nThree.');
  const third = await takeUpKnowledge(store, source());
  expect(third.documents.map(({ isNew }) => isNew)).toEqual([false, true]);
  // What a run was prepared with stays as it was.
  expect((await passagesOf(first.corpus)).map(({ text }) => text)).toEqual(['One.', 'Two.']);
  expect((await passagesOf(third.corpus)).map(({ text }) => text)).toEqual(['One.', 'Three.']);
});

test('of a document that is too long its beginning is used, and of too many documents those that fit; both are said', async () => {
  await writeFile(join(folder, 'a.txt'), 'Some words.\n\n'.repeat(1_000));
  await writeFile(join(folder, 'b.txt'), 'Other words.');
  await writeFile(join(folder, 'c.txt'), 'More words.');
  const passages = passageSettings.parse({ characters: 200, perDocument: 3, most: 4 });
  const { documents, unused } = await takeUpKnowledge(store, source({ passages }));
  expect(documents.map((document) => [document.name, document.passages])).toEqual([['a.txt', 3], ['b.txt', 1]]); // prettier-ignore
  expect(documents[0]?.leftOut).toMatch(/^only its first 3 passages are used/u);
  expect(unused).toEqual([{ name: 'c.txt', reason: expect.stringContaining('is left out') as string }]);
});

test('patterns say which files are meant, and the others are not spoken of', async () => {
  await writeFile(join(folder, 'a.md'), 'A.');
  await writeFile(join(folder, 'below', 'b.md'), 'B.');
  await writeFile(join(folder, 'c.txt'), '');
  const { documents, unused } = await takeUpKnowledge(store, source({ files: ['below/**/*.md'] }));
  expect([documents.map(({ name }) => name), unused]).toEqual([['below/b.md'], []]);
});

test('a folder of nothing usable is refused with what is wrong', async () => {
  await expect(takeUpKnowledge(store, source())).rejects.toThrow('has no document in it');
  await writeFile(join(folder, 'empty.md'), '');
  await expect(takeUpKnowledge(store, source())).rejects.toThrow('None of the documents can be used: empty.md is empty.'); // prettier-ignore
});

test('a parser that takes too much memory, or does not come back, is ended, and the next file has another', async () => {
  await writeFile(join(folder, 'large.html'), '<p>a</p>'.repeat(700_000));
  await writeFile(join(folder, 'good.html'), `<p>${'A page that can be read. '.repeat(20)}</p>`);
  const drain = async (parser: ParserProcess, name: string): Promise<number> => {
    let read = 0;
    for await (const blocks of parser.blocks(join(folder, name), 'html')) read += blocks.length;
    return read;
  };
  const small = new ParserProcess({ memory: 160 * 1024 * 1024, silence: 60_000 });
  await expect(drain(small, 'large.html')).rejects.toThrow('takes more than 160 MB of memory to parse');
  expect(await drain(small, 'good.html')).toBe(1);
  await small.close();
  const hasty = new ParserProcess({ memory: 1024 * 1024 * 1024, silence: 1 });
  await expect(drain(hasty, 'good.html')).rejects.toThrow('seconds to parse');
  await hasty.close();
});
