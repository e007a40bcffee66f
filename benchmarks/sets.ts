import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { fileSet } from '../adapters/sets/fileSet';
import { seededRandom } from '../core/foundations/seededRandom';
import { compareSets } from '../core/run/sets/compareSets';
import { mostMemory } from './processUse';

const words =
  'garden water people morning letter story plan table city plant tool light winter bread office map clock snow bees rain'.split(
    ' ',
  );

/**
 * How long it takes, and how much memory, to compare two sets of files: of so many rows each, one in twenty of which was removed, one in twenty added and one in
 * a hundred edited. In a process of its own each, after one that compares a tenth of it.
 *
 *   npm run bench:sets -- --rows 1000000
 */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { rows: { type: 'string', default: '100000' }, child: { type: 'string' } },
  });
  if (values.child !== undefined) return compareOnce(values.child);
  const folder = await mkdtemp(path.join(os.tmpdir(), 'seedbed-sets-'));
  try {
    for (const rows of [Number(values.rows) / 10, Number(values.rows)]) {
      await writeSet(path.join(folder, 'before.jsonl'), rows, false);
      await writeSet(path.join(folder, 'after.jsonl'), rows, true);
      const child = spawn(process.execPath, [__filename, '--child', folder], {
        stdio: ['ignore', 'inherit', 'inherit'],
      });
      await once(child, 'exit');
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function compareOnce(folder: string): Promise<void> {
  const start = performance.now();
  const [before, after] = ['before', 'after'].map((name) => fileSet(path.join(folder, `${name}.jsonl`)));
  const { sets, same, edited, added, removed } = await compareSets(before!, after!, 3);
  const seconds = (performance.now() - start) / 1_000;
  console.log(
    `${sets[0].rows.toLocaleString('en')} and ${sets[1].rows.toLocaleString('en')} rows: ${seconds.toFixed(1)} s, ${mostMemory(process.pid).toFixed(0)} MB; same ${same}, edited ${edited.response + edited.question + edited.both}, added ${added}, removed ${removed}`,
  );
}

async function writeSet(file: string, rows: number, isLater: boolean): Promise<void> {
  const stream = createWriteStream(file);
  const random = seededRandom(1, 'sets');
  const said = (count: number): string =>
    Array.from({ length: count }, () => words[random.below(words.length)]).join(' ');
  const write = async (row: object): Promise<void> => {
    if (!stream.write(`${JSON.stringify(row)}\n`)) await once(stream, 'drain');
  };
  for (let at = 0; at < rows; at++) {
    const row = { id: `p${at}`, instruction: `Write about ${said(9)}, ${at}.`, response: `${said(60)}.` };
    if (!isLater) await write(row);
    else if (at % 20 !== 0)
      await write(at % 100 === 1 ? { ...row, response: `${row.response} Indeed.` } : row);
  }
  if (isLater)
    for (let at = 0; at < rows / 20; at++)
      await write({
        id: `q${at}`,
        instruction: `Explain ${said(12)} to somebody, ${at}.`,
        response: said(40),
      });
  stream.end();
  await once(stream, 'close');
}

void main();
