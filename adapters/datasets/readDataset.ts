import { open, type FileHandle } from 'node:fs/promises';
import { UserError } from '../../core/foundations/userError';
import { describeColumns, type ColumnMap } from '../../core/dataset/readers/columnMap';
import { exampleRows, type DatasetFormat } from '../../core/dataset/readers/datasetFormat';
import type { DatasetRow } from '../../core/dataset/readers/datasetRow';
import { JsonRows } from '../../core/dataset/readers/jsonRows';
import { TaskReader } from '../../core/dataset/readers/taskReader';
import { csvRecords } from './csvRecords';
import { longestRow } from './longestRow';
import { openParquet } from './parquetRows';
import { textOf } from './textOf';

/** An instruction set in a file. */
export interface DatasetSource {
  /** Where it is. */
  readonly path: string;
  /** How its reader knows it, for messages: `Seed file "my.csv"`. */
  readonly label: string;
  /** `auto` unless given: told by the file's first bytes, its name, and its first rows. */
  readonly format?: DatasetFormat | 'auto' | undefined;
  readonly columns?: ColumnMap | undefined;
}

/**
 * Reads an instruction set row by row, in memory that does not grow with the file (of Parquet: a row group at a time). A row that
 * can't be read is a problem with its place, and spoils no other. What comes back at the end is the format; undefined where
 * no row told it.
 *
 * @throws UserError for the file as a whole: it isn't there, isn't UTF-8 or Parquet, or has no column of a name that the map uses.
 */
export async function* readDataset(
  source: DatasetSource,
): AsyncGenerator<DatasetRow, DatasetFormat | undefined> {
  const { path, label } = source;
  const handle = await open(path, 'r').catch((error: unknown) => {
    throw new UserError(`${label} can't be read: ${reasonOf(error)}.`, { cause: error });
  });
  try {
    if (!(await handle.stat()).isFile()) throw new UserError(`${label} is not a file: name a file.`);
    const container = await containerOf(source, handle);
    const reader = new TaskReader(container === 'csv' ? 'csv' : (source.format ?? 'auto'), source.columns);
    let count = 0;
    for await (const row of rowsIn[container](handle, source, reader)) {
      count += 1;
      yield row;
    }
    if (count === 0) yield { row: 1, line: container === 'parquet' ? undefined : 1, problem: nothing };
    else requireSeen(reader, source);
    return container === 'json' ? reader.shape : container;
  } finally {
    await handle.close();
  }
}

const nothing = `There are no tasks: expected ${exampleRows.selfInstruct} or ${exampleRows.alpaca}, one a line or as a list, or another format that docs/formats.md has.`;

type Container = 'json' | 'csv' | 'parquet';
type RowsOfFile = (
  handle: FileHandle,
  source: DatasetSource,
  reader: TaskReader,
) => AsyncGenerator<DatasetRow>;

const rowsIn: Readonly<Record<Container, RowsOfFile>> = {
  json: jsonRows,
  csv: csvRows,
  parquet: parquetRows,
};

/** What kind of file it is. Parquet says so itself; CSV is told by its name; everything else is JSON. */
async function containerOf(
  { path, label, format = 'auto' }: DatasetSource,
  handle: FileHandle,
): Promise<Container> {
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(4), 0, 4, 0);
  const start = buffer.toString('latin1', 0, bytesRead);
  if (start === 'PAR1') {
    if (format === 'csv')
      throw new UserError(
        `${label} is a Parquet file, and its format is given as csv: leave the format out.`,
      );
    return 'parquet';
  }
  if (format === 'parquet' || /\.(parquet|pq)$/iu.test(path)) {
    const what = start === 'PARE' ? 'is encrypted' : 'is not a Parquet file: it does not begin with "PAR1"';
    throw new UserError(`${label} ${what}.`);
  }
  if (start.startsWith('\u001F\u008B')) {
    throw new UserError(`${label} is compressed by gzip: unpack it first (gunzip).`);
  }
  return format === 'csv' || (format === 'auto' && /\.(csv|tsv)$/iu.test(path)) ? 'csv' : 'json';
}

async function* jsonRows(
  handle: FileHandle,
  { label }: DatasetSource,
  reader: TaskReader,
): AsyncGenerator<DatasetRow> {
  const rows = new JsonRows();
  let row = 0;
  const read = ({ line, text }: { line: number; text: string }): DatasetRow => ({
    row: ++row,
    line,
    ...outcome(reader.readJson(text)),
  });
  for await (const text of textOf(handle, label)) {
    for (const part of rows.push(text)) yield read(part);
    if (rows.pending > longestRow) {
      throw new UserError(
        `${label}, line ${rows.line}: one row has more than ${longestRow / 2 ** 20} MB. Write one object a line, or a list of objects.`,
      );
    }
  }
  for (const part of rows.end()) yield read(part);
  if (rows.isUnclosed && row > 0) {
    const problem = 'The list that the file begins with has no closing "]": the file may have been cut.';
    yield { row: row + 1, line: rows.line, problem };
  }
}

async function* csvRows(
  handle: FileHandle,
  source: DatasetSource,
  reader: TaskReader,
): AsyncGenerator<DatasetRow> {
  let header: readonly string[] | undefined;
  let row = 0;
  for await (const record of csvRecords(textOf(handle, source.label))) {
    const { line } = record;
    if ('problem' in record) yield { row: ++row, line, problem: record.problem };
    else if (header === undefined) {
      header = record.fields.map((name) => name.trim());
      requireColumns(header, source);
    } else yield { row: ++row, line, ...outcome(taskOf(record.fields, header, reader)) };
  }
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
): AsyncGenerator<DatasetRow> {
  const file = await openParquet(handle, source.label);
  requireColumns(file.columns, source);
  let row = 0;
  const used = reader.usedColumns(file.columns);
  for await (const fields of file.rows(used))
    yield { row: ++row, line: undefined, ...outcome(reader.read(fields)) };
}

function outcome(
  read: ReturnType<TaskReader['read']>,
): { task: Exclude<typeof read, string> } | { problem: string } {
  return typeof read === 'string' ? { problem: read } : { task: read };
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

function reasonOf(error: unknown): string {
  const code = (error as NodeJS.ErrnoException).code;
  if (code === 'ENOENT' || code === 'ENOTDIR') return 'there is no such file';
  if (code === 'EACCES' || code === 'EPERM') return 'permission denied';
  return error instanceof Error ? error.message : String(error);
}
