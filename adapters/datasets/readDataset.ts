import { open, type FileHandle } from 'node:fs/promises';
import type { PlainObject } from '../../core/foundations/text/plainObject';
import { UserError } from '../../core/foundations/userError';
import { describeColumns, type ColumnMap } from '../../core/dataset/readers/columnMap';
import type { DatasetFormat } from '../../core/dataset/readers/datasetFormat';
import { exampleRows } from '../../core/dataset/readers/rowShape';
import type { DatasetRow } from '../../core/dataset/readers/datasetRow';
import { JsonRows, type NumberedText } from '../../core/dataset/readers/jsonRows';
import { sumOfAsides, type Aside } from '../../core/dataset/readers/leftAside';
import { TaskReader } from '../../core/dataset/readers/taskReader';
import { csvRecords } from './csvRecords';
import { unreadableReason } from '../files/unreadableReason';
import { datasetFiles, type DatasetFile, type DatasetFiles } from './datasetFiles';
import { longestRow } from './longestRow';
import { openParquet } from './parquetRows';
import { textOf } from './textOf';
import { firstBytes, packingOf, unpackedBytes } from './unpacked';

/** An instruction set in a file, or in several. */
export interface DatasetSource {
  /** Where it is: a file, a folder, or a pattern that matches files. */
  readonly path: string;
  /** The files of the path, where they are known already. */
  readonly files?: DatasetFiles | undefined;
  /** How its reader knows it, for messages: `Seed file "my.csv"`. */
  readonly label: string;
  /** `auto` unless given: told by the file's first bytes, its name, and its first rows. */
  readonly format?: DatasetFormat | 'auto' | undefined;
  readonly columns?: ColumnMap | undefined;
  /** Whether rows come with all that they hold. */
  readonly withFields?: boolean | undefined;
}

/** What was read, once all of it was. */
export interface DatasetReading {
  /** Undefined where no row told it, or files have different ones. */
  readonly format: DatasetFormat | undefined;
  /** What the rows and files hold that is in no task. */
  readonly asides: readonly Aside[];
}

/**
 * Reads an instruction set row by row, in memory that does not grow with it (of Parquet: a row group at a time). A row that
 * can't be read is a problem with its place, and spoils no other. What is in no row's task comes back at the end, with the format.
 *
 * @throws UserError for a file as a whole: it isn't there, is empty, isn't text or Parquet, is damaged, or has no column of a name that
 * the map uses.
 */
export async function* readDataset(source: DatasetSource): AsyncGenerator<DatasetRow, DatasetReading> {
  const { files, others } = source.files ?? (await datasetFiles(source.path, source.label));
  const isOne = files.length === 1;
  const readings: DatasetReading[] = [];
  const notes: Aside[] = others.map((name) => ({ fate: 'left aside', what: `the file ${name}`, rows: null }));
  let row = 0;
  for (const file of files) {
    const label = isOne ? source.label : `${source.label}, file ${file.name}`;
    const before = row;
    const reading = yield* mapped(rowsOfFile(file, { ...source, label }), (read) => ({
      ...read,
      row: ++row,
      ...(isOne ? {} : { file: file.name }),
    }));
    readings.push(reading);
    if (row === before)
      notes.push({ fate: 'left aside', what: `the file ${file.name}, which is empty`, rows: null });
  }
  if (row === 0) throw new UserError(`${source.label} is empty: ${nothing}`);
  const formats = new Set(readings.flatMap(({ format }) => format ?? []));
  return {
    format: formats.size === 1 ? [...formats][0] : undefined,
    asides: [...sumOfAsides(readings.map(({ asides }) => asides)), ...notes],
  };
}

const nothing = `expected rows such as ${exampleRows.alpaca}, one a line or as a list, or another format that docs/formats.md has.`;

async function* rowsOfFile(
  { path, name }: DatasetFile,
  source: DatasetSource,
): AsyncGenerator<DatasetRow, DatasetReading> {
  const { label } = source;
  const handle = await open(path, 'r').catch((error: unknown) => {
    throw new UserError(`${label} can't be read: ${unreadableReason(error)}.`, { cause: error });
  });
  try {
    const container = await containerOf(name, source, handle);
    const reader = new TaskReader(container === 'csv' ? 'csv' : (source.format ?? 'auto'), source.columns);
    let [count, tasks] = [0, 0];
    const unseen = yield* mapped(rowsIn[container](handle, source, reader), (row) => {
      count++;
      if ('task' in row) tasks++;
      return row;
    });
    if (count > 0) requireSeen(reader, source);
    return {
      format: container === 'json' ? reader.shape : container,
      asides: tasks === 0 ? reader.asides : [...reader.asides, ...unseen],
    };
  } finally {
    await handle.close();
  }
}

/** What a generator yields, each changed, and what it returns; ended early where its reader ends early. */
async function* mapped<Result>(
  rows: AsyncGenerator<DatasetRow, Result>,
  change: (row: DatasetRow) => DatasetRow,
): AsyncGenerator<DatasetRow, Result> {
  let next = await rows.next();
  try {
    for (; next.done !== true; next = await rows.next()) yield change(next.value);
    return next.value;
  } finally {
    // Only its end is meant: nobody sees what comes back.
    if (next.done !== true) await rows.return(undefined as Result);
  }
}

type Container = 'json' | 'csv' | 'parquet';
/** The rows of a file, and what of it was not even looked at. */
type RowsOfFile = (
  handle: FileHandle,
  source: DatasetSource,
  reader: TaskReader,
) => AsyncGenerator<DatasetRow, readonly Aside[]>;

const rowsIn: Readonly<Record<Container, RowsOfFile>> = {
  json: jsonRows,
  csv: csvRows,
  parquet: parquetRows,
};

/** What kind of file it is. Parquet says so itself; CSV is told by its name; everything else is JSON. */
async function containerOf(
  name: string,
  { label, format = 'auto' }: DatasetSource,
  handle: FileHandle,
): Promise<Container> {
  const bytes = await firstBytes(handle);
  packingOf(bytes, label);
  const start = bytes.toString('latin1', 0, 4);
  const unpackedName = name.replace(/\.(gz|zst)$/iu, '');
  if (start === 'PAR1') {
    if (format === 'csv')
      throw new UserError(
        `${label} is a Parquet file, and its format is given as csv: leave the format out.`,
      );
    return 'parquet';
  }
  if (format === 'parquet' || /\.(parquet|pq)$/iu.test(name)) {
    const what = start === 'PARE' ? 'is encrypted' : 'is not a Parquet file: it does not begin with "PAR1"';
    throw new UserError(`${label} ${what}.`);
  }
  if ((await unpackedStart(handle, label)) === 'PAR1')
    throw new UserError(`${label} is a Parquet file that was compressed once more: unpack it first.`);
  return format === 'csv' || (format === 'auto' && /\.(csv|tsv)$/iu.test(unpackedName)) ? 'csv' : 'json';
}

/** What the text of a file begins with, as Latin-1. */
async function unpackedStart(handle: FileHandle, label: string): Promise<string> {
  for await (const bytes of unpackedBytes(handle, label)) return Buffer.from(bytes).toString('latin1', 0, 4);
  return '';
}

async function* jsonRows(
  handle: FileHandle,
  { label, withFields }: DatasetSource,
  reader: TaskReader,
): AsyncGenerator<DatasetRow, readonly Aside[]> {
  const rows = new JsonRows();
  let row = 0;
  let before: number | undefined;
  /** Rows that share a line are told by their number alone. */
  function* read(parts: readonly NumberedText[]): Generator<DatasetRow> {
    for (const [index, { line, text }] of parts.entries()) {
      const isShared = line === before || line === parts[index + 1]?.line;
      before = line;
      yield {
        row: ++row,
        line: isShared ? undefined : line,
        ...outcome(reader.readJson(text), withFields && reader.lastRow),
      };
    }
  }
  const tooLong = `has more than ${longestRow / 2 ** 20} MB`;
  for await (const text of textOf(handle, label)) {
    yield* read(rows.push(text));
    if (rows.pending <= longestRow) continue;
    if (!rows.isOfLines)
      throw new UserError(
        `${label}, line ${rows.line}: one row ${tooLong}. Write one object a line, or a list of objects.`,
      );
    yield { row: ++row, line: rows.line, problem: `The row ${tooLong}.` };
    rows.leaveLine();
  }
  yield* read(rows.end());
  if (rows.isUnclosed && row > 0) {
    const problem = 'What the file begins with has no closing "]" or "}": the file may have been cut.';
    yield { row: row + 1, line: rows.line, problem };
  }
  return [];
}

async function* csvRows(
  handle: FileHandle,
  source: DatasetSource,
  reader: TaskReader,
): AsyncGenerator<DatasetRow, readonly Aside[]> {
  let header: readonly string[] | undefined;
  let row = 0;
  for await (const record of csvRecords(textOf(handle, source.label))) {
    const { line } = record;
    if ('problem' in record) yield { row: ++row, line, problem: record.problem };
    else if (header === undefined) {
      header = record.fields.map((name) => name.trim());
      requireDistinct(header, source);
      requireColumns(header, source);
    } else
      yield {
        row: ++row,
        line,
        ...outcome(taskOf(record.fields, header, reader), source.withFields && reader.lastRow),
      };
  }
  return [];
}

function taskOf(
  fields: readonly string[],
  header: readonly string[],
  reader: TaskReader,
): ReturnType<TaskReader['read']> {
  if (fields.length !== header.length) {
    return `The row has ${fields.length} fields, and the header ${header.length}: put a field with a delimiter or a line break in quotes.`;
  }
  return reader.read(Object.fromEntries(header.map((name, index) => [name, fields[index]])));
}

async function* parquetRows(
  handle: FileHandle,
  source: DatasetSource,
  reader: TaskReader,
): AsyncGenerator<DatasetRow, readonly Aside[]> {
  const file = await openParquet(handle, source.label);
  requireColumns(file.columns, source);
  let row = 0;
  const used = source.withFields ? file.columns : reader.usedColumns(file.columns);
  for await (const fields of file.rows(used))
    yield {
      row: ++row,
      line: undefined,
      ...outcome(reader.read(fields), source.withFields && reader.lastRow),
    };
  const unread = file.textColumns.filter((name) => !used.includes(name));
  return unread.map((what): Aside => ({ fate: 'left aside', what, rows: row }));
}

function outcome(
  read: ReturnType<TaskReader['read']>,
  fields: PlainObject | false | undefined,
): { task: Exclude<typeof read, string>; fields?: PlainObject } | { problem: string } {
  if (typeof read === 'string') return { problem: read };
  return fields ? { task: read, fields } : { task: read };
}

/** Of two columns of one name, one would be lost. */
function requireDistinct(names: readonly string[], { label }: DatasetSource): void {
  const twice = names.find((name, index) => name !== '' && names.indexOf(name) < index);
  if (twice !== undefined) throw new UserError(`${label} has two columns "${twice}": rename one of them.`);
}

/** Columns are known before the first row: a name that is none of them is told at once. */
function requireColumns(names: readonly string[], { label, columns = {} }: DatasetSource): void {
  for (const [key, column] of Object.entries(columns) as [string, string | undefined][]) {
    if (column === undefined || names.includes(column) || names.includes(column.split('.')[0] ?? ''))
      continue;
    throw new UserError(
      `${label} has no column "${column}": it has ${describeColumns(names)}; set columns.${key}.`,
    );
  }
}

/** Where columns are fields of each row, only the end can tell that none has one. */
function requireSeen(reader: TaskReader, { label, columns = {} }: DatasetSource): void {
  const [key] = reader.unseen;
  if (key === undefined) return;
  throw new UserError(
    `${label}: no row has anything in the column "${columns[key]}"; set columns.${key}, or leave it out.`,
  );
}
