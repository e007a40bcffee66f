import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import { exportDatasetFile } from '../adapters/exports/exportDataset';
import { migrate, openDatabase } from '../adapters/store/database';
import { formatNamed } from '../core/dataset/formats/chooseFormat';
import { startTestPostgres } from '../tests/support/embeddedStack';
import { accepted, fillStore } from './filledStore';
import { mostMemory } from './processUse';

/**
 * How fast, and in how much memory, many pairs leave: a store is filled by a script, and a process of its own exports them to JSON lines and
 * to Parquet. Beside each, how fast the same bytes are copied: from file to file, durable at the end.
 *
 *   npm run bench:export -- --pairs 1000000
 */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      pairs: { type: 'string', default: '100000' },
      formats: { type: 'string', default: 'jsonl,parquet,messages' },
      // How it starts itself again, as the process that is measured.
      child: { type: 'string' },
      run: { type: 'string', default: '' },
      url: { type: 'string', default: '' },
      file: { type: 'string', default: '' },
    },
  });
  if (values.child !== undefined) return exportOnce(values.child, values.run, values.url, values.file);
  const pairs = Number(values.pairs);
  const postgres = await startTestPostgres();
  const database = openDatabase(postgres.url);
  const folder = await mkdtemp(path.join(os.tmpdir(), 'seedbed-export-'));
  try {
    await migrate(database);
    const runKey = await fillStore(database, Math.ceil((pairs * 10) / accepted / 400) * 400);
    for (const format of values.formats.split(',')) {
      const file = path.join(folder, `set.${formatNamed(format).extension}`);
      const child = spawn(
        process.execPath,
        [__filename, '--child', format, '--run', runKey, '--url', postgres.url, '--file', file],
        { stdio: ['ignore', 'pipe', 'inherit'] },
      );
      const [told] = (await once(child.stdout, 'data')) as [Buffer];
      await once(child, 'exit');
      const { rows, seconds, memory } = JSON.parse(told.toString()) as {
        rows: number;
        seconds: number;
        memory: number;
      };
      const { size } = await stat(file);
      const rate = (took: number): string => `${(size / took / 1e6).toFixed(0)} MB/s`;
      const copied = await secondsOf(async () => {
        await pipeline(createReadStream(file), createWriteStream(`${file}.copy`, { flush: true }));
      });
      await rm(`${file}.copy`);
      say(
        `${format.padEnd(10)}${rows.toLocaleString('en').padStart(10)} rows, ${(size / 1e6).toFixed(0)} MB: ${seconds.toFixed(1)} s, ${Math.round(rows / seconds).toLocaleString('en')} rows/s, ${rate(seconds)}, ` +
          `at most ${memory.toFixed(0)} MB resident; the file is copied in ${copied.toFixed(1)} s, ${rate(copied)}`,
      );
    }
    say(
      `load of the machine meanwhile: ${os
        .loadavg()
        .map((load) => load.toFixed(1))
        .join(
          ', ',
        )} on ${os.cpus().length} cores; disk: ${execFileSync('df', ['--output=source', folder]).toString().split('\n')[1] ?? ''}`,
    );
  } finally {
    await database.close();
    await postgres.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function exportOnce(format: string, runKey: string, url: string, file: string): Promise<void> {
  const database = openDatabase(url, 2);
  let rows = 0;
  const seconds = await secondsOf(async () => {
    ({ rows } = await exportDatasetFile(database, runKey, formatNamed(format), file));
  });
  await database.close();
  say(JSON.stringify({ rows, seconds, memory: mostMemory(process.pid) }));
}

async function secondsOf(work: () => Promise<void>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return (performance.now() - startedAt) / 1_000;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

void main();
