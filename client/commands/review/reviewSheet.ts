import { stringify } from 'csv-stringify/sync';
import { csvRecords } from '../../../adapters/datasets/csvRecords';
import { UserError } from '../../../core/foundations/userError';
import type { GivenVerdict } from '../../../core/review/batch';
import type { ReviewItem } from '../../../core/review/reviewItem';
import {
  maxEditCharacters,
  maxReasonCharacters,
  verdictKinds,
  type Edit,
  type Verdict,
} from '../../../core/vocabulary/verdict';

/** Columns of a sheet, in their order. Those from `verdict` on are filled in by people. */
export const sheetColumns = [
  ...(['item', 'batch', 'instruction', 'input', 'response'] as const),
  ...(['verdict', 'reason', 'new_instruction', 'new_input', 'new_response'] as const),
] as const;
/** Where the run has conversations: what follows the response, to be read. */
const turnsColumn = 'turns';
type Column = (typeof sheetColumns)[number];
export type SheetRow = Readonly<Record<Column, string>> & { readonly [turnsColumn]?: string };

/** A row of a sheet that was read, with the line that it begins on. What is no column of ours is left out. */
export interface ReadRow {
  readonly line: number;
  readonly cells: Readonly<Partial<Record<Column | typeof turnsColumn, string>>>;
}

const textFields = ['instruction', 'input', 'response'] as const;

/** A spreadsheet takes a cell that begins with one of these for a formula, and would run it. */
const formula = /^'*[=+\-@\t\r\n＝＋－＠]/;

/** The same text, which no spreadsheet takes for a formula: with an apostrophe before it where it has to be. */
export function guarded(text: string): string {
  return formula.test(text) ? `'${text}` : text;
}

/** Takes back what `guarded` did. */
export function unguarded(cell: string): string {
  return cell.startsWith("'") && formula.test(cell) ? cell.slice(1) : cell;
}

/** An item with what its reviewer has said of it, if anything. */
export function sheetRow(batch: number, item: ReviewItem, own: Verdict | undefined): SheetRow {
  const { instruction, input, response } = item;
  // What a sheet can't hold it leaves alone: imported again, such a row changes nothing.
  if (own?.edit?.turns) return sheetRow(batch, item, undefined);
  return {
    ...{ item: String(item.item), batch: String(batch), instruction, input, response },
    ...(item.turns && { turns: transcriptOf(item) }),
    verdict: own === undefined || own.verdict === 'withdrawn' ? '' : own.verdict,
    reason: own?.reason ?? '',
    new_instruction: own?.edit?.instruction ?? '',
    new_input: own?.edit?.input ?? '',
    new_response: own?.edit?.response ?? '',
  };
}

function transcriptOf({ turns = [] }: Pick<ReviewItem, 'turns'>): string {
  return turns.map(({ message, response }) => `User: ${message}\n\nAssistant: ${response}`).join('\n\n');
}

/** CSV as spreadsheets read it: UTF-8 with its mark, no cell a formula. */
export function csvOf(rows: readonly SheetRow[]): string {
  const hasTurns = rows.some(({ turns }) => turns !== undefined);
  const columns = sheetColumns.flatMap((column): (Column | typeof turnsColumn)[] =>
    column === 'response' && hasTurns ? [column, turnsColumn] : [column],
  );
  const cells = rows.map((row) => columns.map((column) => guarded(row[column] ?? '')));
  return stringify([columns, ...cells], { bom: true, record_delimiter: 'windows' });
}

export function jsonLinesOf(rows: readonly SheetRow[]): string {
  const line = ({ item, batch, ...texts }: SheetRow): string =>
    JSON.stringify({ item: Number(item), batch: Number(batch), ...texts });
  return rows.map((row) => `${line(row)}\n`).join('');
}

/** The text of a file that a spreadsheet wrote: UTF-8, or UTF-16 where it says so. @throws UserError where it is neither. */
export function textOfSheet(bytes: Uint8Array, file: string): string {
  const encoding = bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : 'utf-8';
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new UserError(`${file} is not UTF-8.`, {
      mend: 'Save it as "CSV UTF-8" in the spreadsheet, then import it again.',
      cause,
    });
  }
}

/** @throws UserError where the file is not what it should be, with the line. */
export async function readCsv(text: string, file: string): Promise<ReadRow[]> {
  let header: readonly string[] | undefined;
  const rows: ReadRow[] = [];
  for await (const record of csvRecords(pieces(text))) {
    if ('problem' in record) throw new UserError(`${file}, line ${record.line}: ${record.problem}`);
    if (!header) {
      header = record.fields.map((field) => field.trim().toLowerCase());
      continue;
    }
    const { line, fields } = record;
    if (fields.every((field) => field.trim() === '')) continue;
    rows.push({ line, cells: cellsOf(header.map((name, index) => [name, unguarded(fields[index] ?? '')])) });
  }
  for (const column of ['item', 'verdict'] as const) {
    if (!header?.includes(column))
      throw new UserError(`${file} has no column "${column}".`, { mend: columnsMend });
  }
  return rows;
}

/** @throws UserError where a line is no object. */
export function readJsonLines(text: string, file: string): ReadRow[] {
  return text.split(/\r\n|\n/).flatMap((content, index): ReadRow[] => {
    if (content.trim() === '') return [];
    const line = index + 1;
    let value: unknown;
    try {
      value = JSON.parse(content);
    } catch (cause) {
      throw new UserError(`${file}, line ${line}: it is not JSON.`, { cause });
    }
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      throw new UserError(`${file}, line ${line}: it must be an object with "item" and "verdict".`);
    const entries = Object.entries(value).map(([name, cell]): [string, string] => [
      name,
      typeof cell === 'string' ? cell : cell === null ? '' : JSON.stringify(cell),
    ]);
    return [{ line, cells: cellsOf(entries) }];
  });
}

/** The verdict that a row holds; undefined where nobody filled it in; a string where something is wrong with it, in one sentence. */
export function verdictOfRow({ cells }: ReadRow, item: ReviewItem): GivenVerdict | string | undefined {
  const verdict = cells.verdict?.trim().toLowerCase() ?? '';
  const reason = cells.reason?.trim() ?? '';
  const edit: Edit = Object.fromEntries(
    textFields.flatMap((field) => {
      const cell = cells[`new_${field}`];
      return cell === undefined || cell === '' ? [] : [[field, cell]];
    }),
  );
  const isEdited = Object.keys(edit).length > 0;
  const moved = textFields.find((field) => cells[field] !== undefined && !isSame(cells[field], item[field]));
  if (moved !== undefined)
    return `its ${moved} is not that of item ${item.item}: leave it as it was, and put another text into new_${moved}.`;
  if (cells.turns !== undefined && !isSame(cells.turns, transcriptOf(item)))
    return `its turns are not those of item ${item.item}: later turns are edited on the page, in the terminal, or by "seedbed edit --file".`;
  if (verdict === '') {
    if (isEdited) return 'it has a new text and no verdict: write edit into "verdict".';
    return reason === '' ? undefined : 'it has a reason and no verdict.';
  }
  const kind = verdictKinds.find((known) => known === verdict);
  if (!kind) return `"${verdict.slice(0, 40)}" is no verdict: there are ${verdictKinds.join(', ')}.`;
  if (kind === 'edit' && !isEdited)
    return 'an edit needs a text in new_instruction, new_input or new_response.';
  if (kind !== 'edit' && isEdited)
    return `it has a new text, and its verdict is ${kind}: write edit instead.`;
  if (reason.length > maxReasonCharacters)
    return `its reason is longer than ${maxReasonCharacters} characters.`;
  const long = textFields.find((field) => (edit[field]?.length ?? 0) > maxEditCharacters);
  if (long !== undefined) return `new_${long} is longer than ${maxEditCharacters} characters.`;
  return { item: item.item, verdict: kind, ...(reason !== '' && { reason }), ...(isEdited && { edit }) };
}

const columnsMend = 'It needs the columns "item" and "verdict": seedbed review export writes them.';

/** Spreadsheets change line ends, and space at the end. */
function isSame(cell: string, text: string): boolean {
  const plain = (one: string): string => one.replace(/\r\n?/g, '\n').trim();
  return plain(cell) === plain(text);
}

function cellsOf(entries: readonly (readonly [name: string, cell: string])[]): ReadRow['cells'] {
  return Object.fromEntries(
    entries.filter(([name]) => name === turnsColumn || sheetColumns.some((column) => column === name)),
  );
}

async function* pieces(text: string): AsyncGenerator<string> {
  yield await Promise.resolve(text);
}
