import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, readdir, rename, rm, stat } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import { exportDatasetFile } from '../adapters/exports/exportDataset';
import { exportFolder } from '../adapters/exports/exportFolder';
import { holdNewSpace } from '../adapters/stack/newSpace';
import { migrate, openDatabase, type Database } from '../adapters/store/database';
import { formatNamed } from '../core/dataset/formats/chooseFormat';
import { parseSplits } from '../core/dataset/splits/splitSizes';
import { startTestPostgres } from '../tests/support/embeddedStack';
import { accepted, fillStore } from './filledStore';
import { mostMemory, processorSeconds } from './processUse';

/**
 * How fast, and in how much memory, many pairs leave: a store is filled by a script, and a process of its own exports them to JSON lines and
 * to Parquet. Right after each, how fast the same bytes are copied: from file to file, durable at the end, as exports are, three times, since a disk's rate changes from minute
 * to minute: the median counts, and all three are told. A packed file has fewer bytes than the rows in it, so both are copied. With --folder, also a folder of all these formats with its provenance and sums, and as many bytes copied; with --split, divided.
 *
 *   npm run bench:export -- --pairs 1000000
 *   npm run bench:export -- --pairs 50000 --formats jsonl --split train=0.9,test=0.1
 */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      pairs: { type: 'string', default: '100000' },
      formats: { type: 'string', default: 'jsonl,parquet,messages' },
      folder: { type: 'boolean', default: false },
      split: { type: 'string' },
      // A store that was filled before, and its run.
      url: { type: 'string' },
      run: { type: 'string' },
      // How it starts itself again, as the process that is measured: what it exports, to where.
      child: { type: 'string' },
      to: { type: 'string', default: '' },
    },
  });
  const formats = values.formats.split(',');
  if (values.child !== undefined) {
    const [url, runKey] = [values.url ?? '', values.run ?? ''];
    const { to, folder, split } = values;
    return exportOnce({ url, runKey, formats: values.child.split(','), to, isFolder: folder, split });
  }
  const pairs = Number(values.pairs);
  const postgres = values.url === undefined ? await startTestPostgres() : undefined;
  const url = postgres?.url ?? values.url ?? '';
  const database = openDatabase(url);
  const folder = await mkdtemp(path.join(os.tmpdir(), 'seedbed-export-'));
  try {
    await migrate(database);
    const runKey = values.run ?? (await fillStore(database, Math.ceil((pairs * 10) / accepted / 400) * 400));
    const server = postgres?.pid() ?? (await serverOf(database));
    const measured = (what: readonly string[]) => measure(what, server, ['--url', url, '--run', runKey]);
    for (const format of formats) {
      const file = path.join(folder, `set.${formatNamed(format).extension}`);
      const exported = await measured(['--child', format, '--to', file]);
      const { size } = await stat(file);
      say(`${told(format, exported)}, ${rateOf(size, exported.seconds)}`);
      await sayCopied("the file's bytes", file, size, exported);
      const unpacked = format === 'parquet' ? await unpackedBytes(file) : size;
      if (unpacked > size) {
        await lengthen(file, unpacked);
        await sayCopied("its rows' bytes, unpacked", file, unpacked, exported);
      }
      await rm(file);
    }
    if (values.folder || values.split !== undefined) {
      const what = ['--child', values.formats, '--to', path.join(folder, 'whole'), '--folder'];
      const divided = values.split === undefined ? [] : ['--split', values.split];
      const named = `folder of ${values.formats}${values.split === undefined ? '' : `, ${values.split}`}`;
      const exported = await measured([...what, ...divided]);
      say(told(named, exported));
      const whole = await joined(path.join(folder, 'whole'));
      await sayCopied("all its files' bytes", whole, exported.bytes, exported);
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
    await postgres?.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function sayCopied(what: string, file: string, bytes: number, exported: Exported): Promise<void> {
  const copies: number[] = [];
  for (let time = 0; time < 3; time += 1) copies.push(await secondsOf(() => copy(file)));
  copies.sort((one, other) => one - other);
  const copied = copies[1] ?? NaN;
  say(
    `  ${what} (${(bytes / 1e6).toFixed(0)} MB) are copied in ${copied.toFixed(1)} s, ${rateOf(bytes, copied)} (the median of ${copies
      .map((seconds) => rateOf(bytes, seconds))
      .join(', ')}): exported at ${(copied / exported.seconds).toFixed(2)} of that rate`,
  );
}

async function copy(file: string): Promise<void> {
  await pipeline(createReadStream(file), createWriteStream(`${file}.copy`, { flush: true }));
  await rm(`${file}.copy`);
}

/** The files of a folder one after the other in one, as a file of that size to be copied. */
async function joined(folder: string): Promise<string> {
  const whole = `${folder}.joined`;
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const file = path.join(entry.parentPath, entry.name);
    if (entry.isFile()) await pipeline(createReadStream(file), createWriteStream(whole, { flags: 'a' }));
  }
  await rm(folder, { recursive: true });
  return whole;
}

/** Bytes of a Parquet file's columns before they were packed. */
async function unpackedBytes(file: string): Promise<number> {
  const { asyncBufferFromFile, parquetMetadataAsync } = await import('hyparquet');
  const { row_groups: groups } = await parquetMetadataAsync(await asyncBufferFromFile(file));
  return groups.reduce((sum, { total_byte_size: bytes }) => sum + Number(bytes), 0);
}

/** Puts the file's own bytes at its end again until it has so many, as a file of that size to be copied. */
async function lengthen(file: string, bytes: number): Promise<void> {
  const whole = `${file}.whole`;
  for (let missing = bytes; missing > 0;) {
    const { size } = await stat(file);
    const end = Math.min(size, missing) - 1;
    await pipeline(createReadStream(file, { end }), createWriteStream(whole, { flags: 'a' }));
    missing -= end + 1;
  }
  await rename(whole, file);
}

interface Exported {
  readonly rows: number;
  readonly bytes: number;
  readonly seconds: number;
  /** MB. */
  readonly memory: number;
  /** Of a processor: the process that exports, and PostgreSQL meanwhile. */
  readonly processor: number;
  readonly server: number;
}

async function measure(what: readonly string[], server: number, store: readonly string[]): Promise<Exported> {
  const before = processorSeconds([server]);
  const child = spawn(process.execPath, [__filename, ...what, ...store], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [told] = (await once(child.stdout, 'data')) as [Buffer];
  await once(child, 'exit');
  const own = JSON.parse(told.toString()) as Omit<Exported, 'server'>;
  return { ...own, server: processorSeconds([server]) - before };
}

function told(what: string, { rows, bytes, seconds, memory, processor, server }: Exported): string {
  return (
    `${what}: ${rows.toLocaleString('en')} rows, ${(bytes / 1e6).toFixed(0)} MB in ${seconds.toFixed(1)} s, ${Math.round(rows / seconds).toLocaleString('en')} rows/s, ` +
    `at most ${memory.toFixed(0)} MB resident, ${processor.toFixed(1)} s of processor and ${server.toFixed(1)} s of PostgreSQL's`
  );
}

function rateOf(bytes: number, seconds: number): string {
  return `${(bytes / seconds / 1e6).toFixed(0)} MB/s`;
}

/** The process that all connections of a server descend from. */
async function serverOf(database: Database): Promise<number> {
  const { rows } = await database.query<{ line: string }>(
    `select split_part(pg_read_file('postmaster.pid'), E'\n', 1) as line`,
  );
  return Number(rows[0]?.line);
}

interface Request {
  readonly url: string;
  readonly runKey: string;
  readonly formats: readonly string[];
  readonly to: string;
  readonly isFolder: boolean;
  readonly split: string | undefined;
}

async function exportOnce({ url, runKey, formats, to, isFolder, split }: Request): Promise<void> {
  holdNewSpace(); // as the command does
  const database = openDatabase(url, 2);
  let [rows, bytes] = [0, 0];
  const [first] = formats;
  const before = process.cpuUsage();
  const seconds = await secondsOf(async () => {
    if (!isFolder)
      ({ rows, bytes } = await exportDatasetFile(database, runKey, formatNamed(first ?? ''), to));
    else {
      const splits = split === undefined ? undefined : parseSplits(split);
      const wanted = { formats: formats.map(formatNamed), splits };
      const { pairs, files } = await exportFolder(database, runKey, to, {
        ...wanted,
        card: () => Promise.resolve(''),
      });
      [rows, bytes] = [pairs, files.reduce((sum, file) => sum + file.bytes, 0)];
    }
  });
  const { user, system } = process.cpuUsage(before);
  await database.close();
  const processor = (user + system) / 1e6;
  say(JSON.stringify({ rows, bytes, seconds, memory: mostMemory(process.pid), processor }));
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
