import { createWriteStream } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { takeUpKnowledge } from '../../adapters/knowledge/takeUpKnowledge';
import { migrate, openDatabase } from '../../adapters/store/database';
import { PassageStore } from '../../adapters/store/passageStore';
import { passageSettings } from '../../core/recipe/sections/knowledge';
import { pdfOf } from '../support/documentFiles';
import { openTestDatabase, temporaryFolder } from '../support/embeddedStack';

const gigabyte = 1024 ** 3;

/** Lines until there are so many bytes. */
async function* lines(bytes: number): AsyncGenerator<string> {
  let written = 0;
  for (let at = 0; written < bytes; at++) {
    const piece = Array.from({ length: 500 }, (_, line) => `Entry ${at}-${line} of a log that goes on for long.\n\n`).join(''); // prettier-ignore
    written += piece.length;
    yield piece;
  }
  return Promise.resolve();
}

test('two gigabytes of text and a PDF of 200 MB are read in bounded memory, and what was left out is said', async () => {
  const root = await temporaryFolder();
  const folder = join(root, 'knowledge');
  await mkdir(folder);
  await pipeline(lines(2 * gigabyte), createWriteStream(join(folder, 'log.txt')));
  await writeFile(join(folder, 'pictures.pdf'), pdfOf(['Few words between many pictures.'], { filler: 200 * 1024 * 1024 })); // prettier-ignore
  global.gc?.();
  const postgres = await openTestDatabase();
  const database = openDatabase(postgres.url, 4);
  const before = process.memoryUsage.rss();
  let most = 0;
  const watch = setInterval(() => (most = Math.max(most, process.memoryUsage.rss() - before)), 50);
  try {
    await migrate(database);
    const passages = passageSettings.parse({ perDocument: 5_000 });
    const { documents, unused } = await takeUpKnowledge(new PassageStore(database), {
      folder,
      root,
      language: 'en',
      passages,
    });
    expect(unused).toEqual([]);
    expect(documents.map(({ name, passages: count, leftOut }) => [name, count, leftOut])).toEqual([
      ['log.txt', 5_000, expect.stringMatching(/^only its first 5,000 passages are used/u)],
      ['pictures.pdf', 1, null],
    ]);
    expect(most).toBeLessThan(300 * 1024 * 1024);
  } finally {
    clearInterval(watch);
    await database.close();
    await postgres.stop();
  }
}, 300_000);
