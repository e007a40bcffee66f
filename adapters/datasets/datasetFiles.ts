import { stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { glob, isDynamicPattern } from 'tinyglobby';
import { codeOf } from '../../core/foundations/failure/failure';
import { formatNames } from '../../core/dataset/formats/chooseFormat';
import { provenanceFile } from '../../core/dataset/provenance';
import { UserError } from '../../core/foundations/userError';
import { unreadableReason } from '../files/unreadableReason';

export interface DatasetFile {
  readonly path: string;
  /** As people know it, and with the ending that tells what it is: the path may lead elsewhere. */
  readonly name: string;
}

/** The files of an instruction set, in the order in which they are read. */
export interface DatasetFiles {
  /** More than one where a folder or a pattern was named. */
  readonly files: readonly DatasetFile[];
  /** Names of files in a folder that are no rows' by their names, relative to it. */
  readonly others: readonly string[];
}

const rowFiles = /\.(jsonl|ndjson|json|csv|tsv|parquet|pq)(\.(gz|zst))?$/iu;
/** What Hugging Face's library writes beside a set's rows, what an export does, and what a screening does. */
const aboutFiles = /(^|[/\\])(dataset_infos?|dataset_dict|state)\.json$|\.origin\.json$/iu;
const isAbout = (name: string): boolean => aboutFiles.test(name) || basename(name) === provenanceFile;

/** Shards are numbered, and not always with as many digits. */
const byNumber = new Intl.Collator('en', { numeric: true });

/**
 * The files that a path names: itself; those in it that may hold rows, where it is a folder; those that match, where it is a pattern. A
 * file whose own name has signs of patterns is that file.
 *
 * @throws UserError where nothing is there, or nothing that could hold rows.
 */
export async function datasetFiles(path: string, label: string): Promise<DatasetFiles> {
  const kind = await stat(path).catch((cause: unknown) => {
    if (codeOf(cause) === 'ENOENT' && isDynamicPattern(path)) return undefined;
    throw new UserError(`${label} can't be read: ${unreadableReason(cause)}.`, { cause });
  });
  if (kind?.isFile() === true) return { files: [{ path, name: basename(path) }], others: [] };
  if (kind !== undefined && !kind.isDirectory())
    throw new UserError(`${label} is neither a file nor a folder: name one of them.`);
  const isFolder = kind !== undefined;
  const { folder, pattern } = isFolder ? { folder: path, pattern: '**' } : patternBase(path);
  const found = await glob(pattern, { cwd: folder, expandDirectories: false });
  const isRows = (name: string): boolean => !isFolder || (rowFiles.test(name) && !isAbout(name));
  const names = found.sort(byNumber.compare);
  if (isFolder) requireOneFormat(names, label, path);
  const files = names.filter(isRows).map((name) => ({ name, path: join(folder, name) }));
  if (files.length === 0) {
    const problem = isFolder
      ? 'has no file of rows in it (jsonl, ndjson, json, csv, tsv, parquet, also with .gz or .zst)'
      : 'matches no file';
    throw new UserError(`${label} ${problem}.`);
  }
  return { files, others: names.filter((name) => !isRows(name)) };
}

/** @throws UserError where a folder is an export in several formats: each pair would be read once for each of them. */
function requireOneFormat(names: readonly string[], label: string, path: string): void {
  if (!names.includes(provenanceFile)) return;
  const folders = new Set(names.flatMap((name) => (name.includes('/') ? (name.split('/', 1)[0] ?? []) : [])));
  const formats = formatNames().filter((name) => folders.has(name));
  if (formats.length < 2) return;
  throw new UserError(`${label} has the same pairs in several formats: ${formats.join(', ')}.`, {
    mend: `Name one of them: ${join(path, formats[0] ?? '')}`,
  });
}

/** The folder that all matches of a pattern are in, and the rest of it. */
export function patternBase(path: string): { readonly folder: string; readonly pattern: string } {
  const steps = path.split('/');
  const first = steps.findIndex((step) => isDynamicPattern(step));
  if (first < 0) return { folder: path, pattern: '' };
  const folder = steps.slice(0, first).join('/');
  return { folder: first > 0 && folder === '' ? '/' : folder || '.', pattern: steps.slice(first).join('/') };
}
