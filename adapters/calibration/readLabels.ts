import { open } from 'node:fs/promises';
import type { LabelRule } from '../../core/screening/calibration/goodRule';
import type { PairLabel } from '../../core/screening/calibration/labels';
import { JsonRows } from '../../core/dataset/readers/jsonRows';
import { UserError } from '../../core/foundations/userError';
import { parsedJson } from '../../core/foundations/text/parsedJson';
import { isPlainObject } from '../../core/foundations/text/plainObject';
import { csvRecords } from '../datasets/csvRecords';
import { textOf } from '../datasets/textOf';

/** Labels of a file, and how many rows had none that could be read. */
export interface ReadLabels {
  readonly labels: readonly PairLabel[];
  readonly unread: number;
}

/**
 * Labels of a CSV file with a header, or of JSON objects, one a line or in a list. A row names its pair by `id`, or by `instruction` and
 * `response` (or `output`); the rule says which column holds the label, and what it means.
 *
 * @throws UserError where the file can't be read, or no row of it has a label.
 */
export async function readLabels(path: string, rule: LabelRule): Promise<ReadLabels> {
  const labels: PairLabel[] = [];
  let unread = 0;
  for await (const row of /\.(csv|tsv)$/iu.test(path) ? csvRows(path) : jsonRows(path)) {
    const label = row && labelOf(row, rule);
    if (label) labels.push(label);
    else unread++;
  }
  if (labels.length > 0) return { labels, unread };
  throw new UserError(
    `${path} has no label: no row has an id or an instruction, and good or bad in the column "${rule.column}".`,
    {
      mend: "Name the column by --label, or say which rows are good: --good 'rating>=4'",
    },
  );
}

function labelOf(row: Readonly<Record<string, unknown>>, rule: LabelRule): PairLabel | undefined {
  const bad = rule.isBad(row[rule.column]);
  const id = row['id'];
  const instruction = row['instruction'];
  const response = row['response'] ?? row['output'];
  const hasId = typeof id === 'number' || (typeof id === 'string' && id !== '');
  if (bad === undefined || !(hasId || typeof instruction === 'string')) return undefined;
  return {
    bad,
    ...(hasId && { id: String(id) }),
    ...(typeof instruction === 'string' && { instruction }),
    ...(typeof response === 'string' && { response }),
  };
}

type Row = Readonly<Record<string, unknown>> | undefined;

async function* csvRows(path: string): AsyncGenerator<Row> {
  let header: readonly string[] | undefined;
  for await (const record of csvRecords(textIn(path))) {
    if ('problem' in record) yield undefined;
    else if (header === undefined) header = record.fields.map((name) => name.trim());
    else yield Object.fromEntries(header.map((name, index) => [name, record.fields[index]]));
  }
}

async function* jsonRows(path: string): AsyncGenerator<Row> {
  const rows = new JsonRows();
  for await (const text of textIn(path)) for (const part of rows.push(text)) yield parsed(part.text);
  for (const part of rows.end()) yield parsed(part.text);
}

/** The caller names a line that is no object. */
function parsed(text: string): Row {
  const value = parsedJson(text);
  return isPlainObject(value) ? value : undefined;
}

async function* textIn(path: string): AsyncGenerator<string> {
  const handle = await open(path).catch((cause: unknown) => {
    throw new UserError(`Labels ${path} can't be read.`, { cause });
  });
  try {
    yield* textOf(handle, `Labels ${path}`);
  } finally {
    await handle.close();
  }
}
