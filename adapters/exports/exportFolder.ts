import { randomUUID } from 'node:crypto';
import { access, readdir, readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { setImmediate as pause } from 'node:timers/promises';
import type { AcceptedPair, DatasetOrigin } from '../../core/dataset/formats/acceptedPair';
import type { DatasetWriter, ExportFormat, WrittenFile } from '../../core/dataset/formats/exportFormat';
import { provenanceFile, ProvenanceWriter } from '../../core/dataset/provenance';
import { addressOf } from '../../core/dataset/pairAddress';
import type { SplitSize } from '../../core/dataset/splits/splitSizes';
import type { StoredText } from '../../core/foundations/text/storedText';
import { UserError } from '../../core/foundations/userError';
import { assignSplits } from '../../core/run/splits/assignSplits';
import { CloseGroups } from '../../core/run/splits/closeGroups';
import { writeProblem } from '../files/wholeFile';
import type { Database } from '../store/database';
import type { RunMoment } from '../store/datasetVersions';
import { DatasetFile } from './datasetFile';
import { sumsFile } from './exportedFiles';
import { datasetName, exportSource, pairsFor } from './exportSource';
import type { ExportMade } from './keepVersion';
import { ThreadedPacker } from './threadedPacker';
import { makeFolder } from '../files/makeFolder';

export interface FolderExport {
  readonly formats: readonly ExportFormat[];
  /** Left out: one split, `train`. */
  readonly splits?: readonly SplitSize[] | undefined;
  /** Of the splits; left out, the run's. */
  readonly splitSeed?: number | undefined;
  readonly rescreening?: number | undefined;
  /** The card of what is written: Markdown with front matter. */
  readonly card: (written: WrittenSplits) => Promise<string>;
}

/** What a card may say of what was written. */
export interface WrittenSplits {
  readonly dataset: string;
  readonly origin: DatasetOrigin;
  readonly splits: readonly { readonly name: string; readonly pairs: number; readonly rows: number }[];
  /** How many rows have one question and answer, two, and so on; left out where no pair of the run can have more than one. */
  readonly exchanges?: readonly number[];
}

/** A file of an exported folder. */
export interface ExportedFile {
  /** Within the folder, with slashes. */
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
  /** Of data; null for what lies beside it. */
  readonly rows: number | null;
}

export interface ExportedFolder {
  readonly pairs: number;
  readonly splits: WrittenSplits['splits'];
  readonly files: readonly ExportedFile[];
  /** Pairs of the largest group that no split could part; 1 without splits. */
  readonly largestGroup: number;
  readonly moment: RunMoment;
  /** The card, where a format has one. */
  readonly card: string | undefined;
}

/** Of a line of SHA256SUMS, what stands before the file's name. */
const sumLength = 64 + '  '.length;

/**
 * Writes a run's accepted pairs into a folder, in several formats and splits at once, reading them one time (two, where they are
 * divided): data, what its consumers read beside it, the provenance of every pair, and `SHA256SUMS` of all. One format lies in the folder
 * itself, several each in a folder of its name. The folder is there whole or not at all; an older export in its place stays until then.
 *
 * @throws UserError where the folder holds anything that is not an export.
 */
export async function exportFolder(
  database: Database,
  runKey: string,
  folder: string,
  wanted: FolderExport,
): Promise<ExportedFolder> {
  const place = path.resolve(folder);
  await requireReplaceable(place);
  const part = `${place}.${randomUUID().slice(0, 8)}.part`;
  await makeFolder(part);
  try {
    const exported = await writeFolder(database, runKey, part, wanted);
    await putInPlace(part, place);
    return exported;
  } catch (error) {
    await rm(part, { recursive: true, force: true });
    throw writeProblem(folder, error) ?? error;
  }
}

/** An exported folder as a version. */
export function folderMade(
  { formats, splits, splitSeed, rescreening }: FolderExport,
  { pairs, files, moment, card }: ExportedFolder,
): ExportMade {
  return {
    options: {
      formats: formats.map(({ name }) => name),
      isFolder: true,
      splits: splits ?? null,
      splitSeed: splitSeed ?? null,
      rescreening: rescreening ?? null,
    },
    ...{ moment, pairs, files, card },
  };
}

/** One split of one format. */
interface OpenFile {
  readonly format: ExportFormat;
  readonly split: string;
  readonly path: string;
  readonly file: DatasetFile;
  readonly writer: DatasetWriter<StoredText>;
  rows: number;
}

async function writeFolder(
  database: Database,
  runKey: string,
  folder: string,
  { formats, splits: sizes, splitSeed, rescreening, card }: FolderExport,
): Promise<ExportedFolder> {
  const source = await exportSource(database, runKey, { rescreening });
  const { origin, moment } = source;
  const { pairs, open: openWriter } = pairsFor(formats, source);
  const division =
    sizes && (await divide(await toDivide(database, runKey, rescreening), sizes, splitSeed ?? origin.seed));
  const names = sizes?.map(({ name }) => name) ?? ['train'];
  const placeOf = (format: ExportFormat, file: string) =>
    formats.length > 1 ? `${format.name}/${file}` : file;
  const splits = names.map((name) => ({ name, pairs: 0, rows: 0 }));
  const open: OpenFile[] = [];
  const beside: DatasetFile[] = [];
  const files: ExportedFile[] = [];
  let shown: string | undefined;
  // What an existing set brought along is learned from, and never measured by.
  const { preferences: _, ...own } = origin;
  const packer = new ThreadedPacker();
  const create = (at: string) => DatasetFile.create(path.join(folder, at));
  try {
    for (const format of formats) {
      for (const [at, split] of names.entries()) {
        const place = placeOf(format, format.fileOf?.(split) ?? `${split}.${format.extension}`);
        const file = await create(place);
        const writer = await openWriter(format, file, at === 0 ? origin : own, packer);
        open.push({
          format,
          split,
          path: place,
          file,
          writer,
          rows: at === 0 ? (format.broughtRows?.(origin) ?? 0) : 0,
        });
      }
    }
    const known = await create(provenanceFile);
    beside.push(known);
    const provenance = new ProvenanceWriter(known, origin);
    let lines = 0;
    const exchanges: number[] = [];
    const splitsOpen = splits.map(({ name }) => open.filter(({ split }) => split === name));
    for await (const some of pairs) {
      for (const pair of some) {
        const at = division ? division.splitOf(pair) : 0;
        if (at === undefined) continue; // accepted since the others were divided
        const split = splits[at]!;
        provenance.write(pair, { split: split.name, row: split.rows });
        lines += 1;
        split.pairs += 1;
        split.rows += pair.instances.length;
        for (const { turns = [] } of pair.instances)
          exchanges[turns.length] = (exchanges[turns.length] ?? 0) + 1;
        for (const one of splitsOpen[at]!) {
          const writing = one.writer.write(pair);
          if (writing) await writing;
          one.rows += one.format.rowsOf?.(pair) ?? pair.instances.length;
          if (one.file.isFull) await one.file.drain();
        }
        if (known.isFull) await known.drain();
      }
    }
    provenance.close();
    for (const one of open) {
      await one.writer.close();
      files.push({ path: one.path, ...(await one.file.close()), rows: one.rows });
    }
    files.push({ path: provenanceFile, ...(await known.close()), rows: lines });

    const written: WrittenSplits = {
      ...{ dataset: datasetName(runKey), origin, splits },
      ...(origin.hasTurns && { exchanges: Array.from(exchanges, (rows = 0) => rows) }),
    };
    const text = await card(written);
    for (const format of formats) {
      const data: WrittenFile[] = open.flatMap((one, at) =>
        one.format === format
          ? [
              {
                split: one.split,
                path: format.fileOf?.(one.split) ?? `${one.split}.${format.extension}`,
                rows: one.rows,
                bytes: files[at]!.bytes,
              },
            ]
          : [],
      );
      const extra = format.beside?.({ dataset: written.dataset, files: data, card: text, origin }) ?? {};
      if (Object.values(extra).includes(text)) shown = text;
      for (const [name, content] of Object.entries(extra)) {
        const at = placeOf(format, name);
        const file = await create(at);
        beside.push(file);
        file.write(content);
        files.push({ path: at, ...(await file.close()), rows: null });
      }
    }
    const file = await create(sumsFile);
    beside.push(file);
    for (const { path: name, sha256 } of files) file.write(`${sha256}  ${name}\n`);
    files.push({ path: sumsFile, ...(await file.close()), rows: null });
  } catch (error) {
    for (const file of [...open.map((one) => one.file), ...beside]) await file.abandon();
    throw error;
  } finally {
    await packer.close();
  }
  return {
    pairs: splits.reduce((sum, split) => sum + split.pairs, 0),
    splits,
    files,
    largestGroup: division?.largestGroup ?? 1,
    moment,
    card: shown,
  };
}

/** The pairs, with what tells how close they are. */
async function toDivide(database: Database, runKey: string, rescreening: number | undefined) {
  return (
    await exportSource(database, runKey, { rescreening, hasProvenance: false, hasRejected: false })
  ).pairs();
}

/** Reads all pairs once, and says which split each goes to, asked in their order; undefined of one that was not there then. */
async function divide(
  pairs: AsyncIterable<AcceptedPair>,
  sizes: readonly SplitSize[],
  seed: number,
): Promise<{ splitOf: (pair: AcceptedPair<StoredText>) => number | undefined; largestGroup: number }> {
  const close = new CloseGroups();
  const addresses: number[] = [];
  for await (const { iteration, ordinal, instruction, instances, family, cell, lineage } of pairs) {
    const parent = lineage.parent ?? null;
    close.add({ iteration, ordinal, instruction, input: instances[0].input, family, cell, parent });
    addresses.push(addressOf(iteration, ordinal));
  }
  for (const _ of close.joinNear()) await pause();
  const { splits, largestGroup } = assignSplits(close, sizes, seed);
  let at = 0;
  return {
    splitOf: ({ iteration, ordinal }) => {
      const address = addressOf(iteration, ordinal);
      while (at < addresses.length && addresses[at]! < address) at += 1;
      return addresses[at] === address ? splits[at] : undefined;
    },
    largestGroup,
  };
}

async function requireReplaceable(folder: string): Promise<void> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true }).catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return [];
      throw new UserError(`${folder} can't be written: it is not a folder that can be read.`, {
        cause: error,
      });
    },
  );
  const files = entries
    .filter((entry) => !entry.isDirectory())
    .map(({ parentPath, name }) => path.relative(folder, path.join(parentPath, name)));
  if (files.length === 0) return;
  const listed = files.includes(sumsFile) ? await readFile(path.join(folder, sumsFile), 'utf8') : '';
  const exported = new Set([sumsFile, ...listed.split('\n').map((line) => line.slice(sumLength))]);
  const other = files.find((file) => !exported.has(file.split(path.sep).join('/')));
  if (other === undefined) return;
  throw new UserError(`${folder} holds ${other}, which no export made: an export would take its place.`, {
    mend: 'Name another folder: --out FOLDER',
  });
}

/** Renames what was written into its place; what was exported there before is removed when the new is there. */
async function putInPlace(part: string, place: string): Promise<void> {
  const isThere = await access(place).then(
    () => true,
    () => false, // nothing is there, or nothing that could be looked at: the rename says which
  );
  if (!isThere) return rename(part, place);
  const old = `${part}.old`;
  await rename(place, old);
  await rename(part, place);
  await rm(old, { recursive: true, force: true });
}
