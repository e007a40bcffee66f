import { createHash } from 'node:crypto';
import path from 'node:path';
import { Readable, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { AcceptedPair, DatasetOrigin } from '../../core/dataset/formats/acceptedPair';
import { datasetBytes } from '../../core/dataset/formats/datasetBytes';
import type { ExportFormat } from '../../core/dataset/formats/exportFormat';
import { jsonl } from '../../core/dataset/formats/jsonl';
import type { StoredText } from '../../core/foundations/text/storedText';
import type { Database } from '../store/database';
import type { RunMoment } from '../store/datasetVersions';
import { DatasetFile } from './datasetFile';
import { datasetName, exportSource, pairsFor, readFor } from './exportSource';
import { keepVersion, type ExportMade } from './keepVersion';
import { ThreadedPacker } from './threadedPacker';
import { makeFolder } from '../files/makeFolder';

/** What was written: pairs, and the rows that they are in the format. */
export interface WrittenDataset {
  readonly pairs: number;
  readonly rows: number;
}

/** A dataset in one piece, there whole. */
export interface WrittenDatasetFile extends WrittenDataset {
  readonly bytes: number;
  readonly sha256: string;
  /** Up to where the run was read. */
  readonly moment: RunMoment;
}

/**
 * Writes the accepted pairs of a run, in (iteration, ordinal) order, to a stream: into one that is left open, or to its end.
 * Memory stays small however many there are.
 */
export async function exportDataset(
  database: Database,
  runKey: string,
  format: ExportFormat,
  output: Writable,
  {
    end = false,
    rescreening,
    signal,
  }: { end?: boolean; rescreening?: number | undefined; signal?: AbortSignal } = {},
): Promise<WrittenDatasetFile> {
  const { origin, moment, pairs } = await exportSource(database, runKey, { rescreening, ...readFor(format) });
  const counted = new Counted(format, origin);
  const sum = new SumOfBytes();
  const packer = new ThreadedPacker();
  try {
    const bytes = datasetBytes(format, pairs(), origin, (pair) => counted.add(pair), packer);
    await pipeline(Readable.from(sum.of(inPieces(bytes))), output, { end, ...(signal && { signal }) });
  } finally {
    await packer.close();
  }
  return { ...counted, ...sum.end(), moment };
}

/** Characters or bytes that are handed to a stream at once, or more. */
const pieceLength = 1 << 16;

/** The same bytes in fewer pieces: each costs a stream a turn. */
async function* inPieces(bytes: AsyncIterable<string | Uint8Array>): AsyncGenerator<string | Uint8Array> {
  let text = '';
  for await (const piece of bytes) {
    if (typeof piece === 'string') text += piece;
    if (text.length < pieceLength && typeof piece === 'string') continue;
    if (text !== '') yield text;
    text = '';
    if (typeof piece !== 'string') yield piece;
  }
  if (text !== '') yield text;
}

/** The same, to a file that is there whole or not at all: written beside its place, then renamed. */
export async function exportDatasetFile(
  database: Database,
  runKey: string,
  format: ExportFormat,
  file: string,
  { rescreening, signal }: { readonly rescreening?: number | undefined; readonly signal?: AbortSignal } = {},
): Promise<WrittenDatasetFile> {
  const source = await exportSource(database, runKey, { rescreening, ...readFor(format) });
  const { origin, moment } = source;
  const { pairs, open } = pairsFor([format], source);
  const packer = new ThreadedPacker();
  try {
    return await DatasetFile.whole(file, async (output) => {
      const counted = new Counted(format, origin);
      const writer = await open(format, output, origin, packer);
      for await (const some of pairs) {
        signal?.throwIfAborted();
        for (const pair of some) {
          const writing = writer.write(pair);
          if (writing) await writing;
          counted.add(pair);
          if (output.isFull) await output.drain();
        }
      }
      await writer.close();
      return { ...counted, moment };
    });
  } finally {
    await packer.close();
  }
}

/** What passes by, with its sum. */
class SumOfBytes {
  readonly #hash = createHash('sha256');
  #bytes = 0;

  async *of(pieces: AsyncIterable<string | Uint8Array>): AsyncGenerator<Uint8Array> {
    for await (const piece of pieces) {
      const bytes = typeof piece === 'string' ? Buffer.from(piece) : piece;
      this.#hash.update(bytes);
      this.#bytes += bytes.length;
      yield bytes;
    }
  }

  end(): { readonly bytes: number; readonly sha256: string } {
    return { bytes: this.#bytes, sha256: this.#hash.digest('hex') };
  }
}

class Counted implements WrittenDataset {
  pairs = 0;
  rows: number;
  readonly #rowsOf: (pair: AcceptedPair<StoredText>) => number;

  constructor({ rowsOf, broughtRows }: ExportFormat, origin: DatasetOrigin) {
    this.rows = broughtRows?.(origin) ?? 0;
    this.#rowsOf = rowsOf ?? (({ instances }) => instances.length);
  }

  add(pair: AcceptedPair<StoredText>): void {
    this.pairs += 1;
    this.rows += this.#rowsOf(pair);
  }
}

/** An export of one file, or to stdout, as a version: under a name of its own, since people call files as they like. */
export function singleFile(
  { name, extension }: ExportFormat,
  { pairs, moment, ...written }: WrittenDatasetFile,
  rescreening: number | null = null,
): ExportMade {
  return {
    options: { formats: [name], isFolder: false, rescreening },
    files: [{ path: `data.${extension}`, ...written }],
    ...{ moment, pairs },
  };
}

/**
 * Writes a run's dataset where every run leaves it: in the workspace's `datasets` folder, under a name that holds the run's tag, so
 * that no other run of its name overwrites it. Returns the path, relative to the workspace.
 */
export async function exportIntoWorkspace(
  database: Database,
  runKey: string,
  workspace: string,
  signal?: AbortSignal,
): Promise<string> {
  const file = path.join('datasets', `${datasetName(runKey)}.${jsonl.extension}`);
  await makeFolder(path.join(workspace, 'datasets'));
  const written = await exportDatasetFile(database, runKey, jsonl, path.join(workspace, file), {
    ...(signal && { signal }),
  });
  await keepVersion(database, runKey, singleFile(jsonl, written));
  return file;
}
