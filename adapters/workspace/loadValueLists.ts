import { UserError } from '../../core/foundations/userError';
import { closestName } from '../../core/foundations/text/closestName';
import { isPlainObject } from '../../core/foundations/text/plainObject';
import { isStorableText, unstorableMessage } from '../../core/foundations/text/storableText';
import { slotListName } from '../../core/proposing/template/listName';
import type { ListValue, ValueLists } from '../../core/vocabulary/valueLists';
import { csvRecords } from '../datasets/csvRecords';
import type { LoadedRecipe } from './loadRecipe';
import { readTextFile } from './readTextFile';

/** A list of a recipe that comes from a file. */
interface FileList {
  readonly name: string;
  /** Steps of the field that names the file. */
  readonly field: readonly string[];
  readonly file: string;
  readonly column: string | undefined;
  readonly weightColumn: string | undefined;
}

/** A row of a file with columns, and the line where it begins, counted from 1. */
interface Row {
  readonly line: number;
  readonly columns: Readonly<Record<string, string | number>>;
}

/**
 * Reads the value lists that a recipe's templates name: CSV with a head line by any delimiter that sets have, JSONL with an object or a value a line, or text with
 * a value a line. Numbers that are written as JSON would write them are numbers; all else is text, "007" and "1.50" too.
 *
 * @throws UserError that names the file, the line and the column.
 */
export async function loadValueLists(loaded: LoadedRecipe): Promise<ValueLists> {
  const lists: Record<string, readonly ListValue[]> = {};
  for (const list of fileLists(loaded.recipe.template)) {
    const label = `Value list "${list.file}"`;
    const text = await readTextFile(await loaded.locate(list.file, list.field), label);
    lists[list.name] = await readValues(text.replace(/^\uFEFF/u, ''), list, label);
  }
  return lists;
}

function fileLists(template: LoadedRecipe['recipe']['template']): FileList[] {
  const entries = [
    ...Object.entries(template?.lists ?? {}).map(([name, source]) => ({
      name,
      source,
      field: ['template', 'lists', name, 'file'],
    })),
    ...(template?.templates ?? []).flatMap((one, at) =>
      Object.entries(one.slots).map(([slot, source]) => ({
        name: slotListName(one.name, slot),
        source,
        field: ['template', 'templates', String(at), 'slots', slot, 'file'],
      })),
    ),
  ];
  return entries.flatMap(({ name, field, source: { file, column, weightColumn } }) =>
    file === undefined ? [] : [{ name, field, file, column, weightColumn }],
  );
}

async function readValues(text: string, list: FileList, label: string): Promise<ListValue[]> {
  const { file } = list;
  if (/\.(?:csv|tsv)$/iu.test(file)) return valuesOfRows(await csvRows(text, label), list, label);
  if (/\.(?:jsonl|ndjson)$/iu.test(file)) return jsonValues(text, list, label);
  if (list.column !== undefined || list.weightColumn !== undefined) {
    throw new UserError(
      `${label} is a text with a value a line, and has no columns: leave "column" and "weightColumn" out, or name a .csv, .tsv or .jsonl file.`,
    );
  }
  return linesOf(text).map(({ line, content }) => ({
    value: scalar(content, `${label}, line ${line}`),
    weight: 1,
  }));
}

async function csvRows(text: string, label: string): Promise<Row[]> {
  const rows: Row[] = [];
  let head: readonly string[] | undefined;
  for await (const record of csvRecords(inOnePiece(text))) {
    const place = `${label}, line ${record.line}`;
    if ('problem' in record) throw new UserError(`${place}: ${record.problem}`);
    const cells = record.fields.map((cell) => cell.trim());
    if (head === undefined) {
      head = checkedHead(cells, label);
      continue;
    }
    if (cells.length !== head.length)
      throw new UserError(
        `${place} has ${cells.length} fields, and the header ${head.length}: put a field with a delimiter or a line break in quotes.`,
      );
    const columns = head.map((name, at) => [name, scalar(cells[at] ?? '', `${place}, column "${name}"`)]);
    rows.push({ line: record.line, columns: Object.fromEntries(columns) as Row['columns'] });
  }
  return rows;
}

async function* inOnePiece(text: string): AsyncGenerator<string> {
  yield await Promise.resolve(text);
}

function checkedHead(head: readonly string[], label: string): readonly string[] {
  const repeated = head.find((name, at) => head.indexOf(name) < at);
  if (repeated !== undefined)
    throw new UserError(
      `${label} has two columns called "${repeated}": rename one of them in its first line.`,
    );
  return head;
}

function jsonValues(text: string, list: FileList, label: string): ListValue[] {
  const rows: Row[] = [];
  const plain: ListValue[] = [];
  for (const { line, content } of linesOf(text)) {
    const place = `${label}, line ${line}`;
    let value: unknown;
    try {
      value = JSON.parse(content);
    } catch (cause) {
      throw new UserError(`${place} is not valid JSON: write one object or value a line.`, { cause });
    }
    if (typeof value === 'string' || typeof value === 'number')
      plain.push({ value: checked(value, place), weight: 1 });
    else if (isPlainObject(value)) rows.push({ line, columns: columnsOf(value, place) });
    else throw new UserError(`${place} must be an object, a text or a number.`);
    if (plain.length > 0 && rows.length > 0)
      throw new UserError(
        `${place} is another kind of value than the lines before: write objects, or plain values.`,
      );
  }
  if (plain.length === 0) return valuesOfRows(rows, list, label);
  if (list.column !== undefined)
    throw new UserError(
      `${label} has no column "${list.column}": its lines are plain values. Leave "column" out.`,
    );
  return plain;
}

/** The fields that hold a text or a number; others can't fill a slot, and are left out. */
function columnsOf(object: Readonly<Record<string, unknown>>, place: string): Row['columns'] {
  return Object.fromEntries(
    Object.entries(object).flatMap(([name, value]) =>
      typeof value === 'string' || typeof value === 'number'
        ? [[name, checked(value, `${place}, column "${name}"`)]]
        : [],
    ),
  );
}

function valuesOfRows(rows: readonly Row[], { column, weightColumn }: FileList, label: string): ListValue[] {
  const [first] = rows;
  if (!first) return [];
  const names = Object.keys(first.columns);
  const name = column ?? (names.length === 1 ? names[0] : undefined);
  if (name === undefined)
    throw new UserError(`${label} has the columns ${names.join(', ')}: say which by "column".`);
  for (const wanted of [name, weightColumn]) {
    if (wanted === undefined || rows.some(({ columns }) => Object.hasOwn(columns, wanted))) continue;
    const near = closestName(wanted, names);
    const mend = near === undefined ? `its columns are ${names.join(', ')}.` : `did you mean "${near}"?`;
    throw new UserError(`${label} has no column "${wanted}": ${mend}`);
  }
  return rows.map(({ line, columns }) => {
    const value = columns[name];
    if (value === undefined || value === '')
      throw new UserError(
        `${label}, line ${line} has no value in the column "${name}": add it, or remove the line.`,
      );
    const weight = weightColumn === undefined ? 1 : columns[weightColumn];
    if (typeof weight !== 'number' || !(weight > 0))
      throw new UserError(
        `${label}, line ${line}, column "${weightColumn}" is "${weight ?? ''}", but must be a number above 0.`,
      );
    return { value, weight, row: columns };
  });
}

function linesOf(text: string): { line: number; content: string }[] {
  return text
    .split('\n')
    .map((content, at) => ({ line: at + 1, content: content.trim() }))
    .filter(({ content }) => content !== '');
}

/** A cell as a value: a number where that loses nothing of how it is written. */
function scalar(cell: string, place: string): string | number {
  const number = Number(cell);
  return cell !== '' && String(number) === cell && Number.isFinite(number) ? number : checked(cell, place);
}

function checked<Value extends string | number>(value: Value, place: string): Value {
  if (typeof value === 'string' && !isStorableText(value))
    throw new UserError(`${place} ${unstorableMessage}`);
  return value;
}
