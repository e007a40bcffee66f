import { pipeline } from 'node:stream/promises';
import { parse, type CsvError } from 'csv-parse';
import { longestRow } from './longestRow';

/** A record of a CSV file, or what is wrong with it, and the line that it begins on. */
export type CsvRecord = { readonly line: number } & (
  { readonly fields: readonly string[] } | { readonly problem: string }
);

/**
 * The records of a CSV text as it arrives, the header first: RFC 4180, with fields over several lines in quotes, either line end,
 * lines left out that hold nothing, be it between delimiters. The delimiter is what Excel's line before the header says (`sep=;`), else
 * the comma, semicolon, tab or bar that the first line has most of. A record whose quotes break the rules is a problem and ends the
 * reading, since where the next one begins can't be told.
 */
export async function* csvRecords(text: AsyncGenerator<string>): AsyncGenerator<CsvRecord> {
  let head = '';
  while (!head.includes('\n') && head.length < longestRow) {
    const next = await text.next();
    if (next.done === true) break;
    head += next.value;
  }
  const skipped: CsvError[] = [];
  const [first = ''] = head.split('\n', 1);
  const said = saidDelimiter.exec(first)?.groups?.['delimiter'];
  const parser = parse({
    delimiter: said ?? delimiterOf(first),
    info: true,
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: longestRow,
    // An error that is thrown would take the records before it along.
    skip_records_with_error: true,
    on_skip: (error) => {
      if (error) skipped.push(error);
      return undefined;
    },
  });
  const whole = async function* (): AsyncGenerator<string> {
    yield head;
    for await (const piece of text) {
      if (skipped.length > 0) return;
      yield piece;
    }
  };
  // What goes wrong on the way destroys the parser with the same error, so that it is thrown below.
  const feeding = pipeline(whole, parser).catch(() => undefined);
  let line = 1;
  /** The parser counts "\r\n" in a field as two lines. */
  let counted = 0;
  let toSkip = said !== undefined;
  try {
    for await (const { record, info } of parser as AsyncIterable<ParsedRecord>) {
      if (info.lines >= Number(skipped[0]?.['lines'] ?? Infinity)) break;
      counted += occurrences(record, /\r\n/g);
      const last = info.lines - counted;
      const isBlank = record.every((field) => field.trim() === '');
      if (!toSkip && !isBlank) yield { line: last - occurrences(record, /\r\n|\n|\r/g), fields: record };
      toSkip = false;
      line = last + 1;
    }
  } finally {
    await feeding;
  }
  if (skipped[0]) yield { line, problem: describe(skipped[0]) };
}

interface ParsedRecord {
  readonly record: string[];
  readonly info: { readonly lines: number };
}

/** How often the fields of a record hold a line break; `info` counts the line that it ends on. */
function occurrences(fields: readonly string[], lineBreak: RegExp): number {
  return fields.reduce((sum, field) => sum + (field.match(lineBreak)?.length ?? 0), 0);
}

/** Excel's own line before the header. */
const saidDelimiter = /^"?sep=(?<delimiter>[^\s"\p{L}\p{N}]|\t)"?\r?$/iu;

function delimiterOf(header: string): string {
  const unquoted = header.replace(/"[^"]*"/g, '');
  const often = (delimiter: string): number => unquoted.split(delimiter).length;
  return [';', '\t', '|'].reduce((best, other) => (often(other) > often(best) ? other : best), ',');
}

function describe({ code }: CsvError): string {
  if (code === 'CSV_QUOTE_NOT_CLOSED')
    return 'A quoted field has no closing quote, up to the end of the file.';
  if (code === 'CSV_MAX_RECORD_SIZE')
    return 'The row is too long to be one: a quoted field may have no closing quote. Nothing after it was read.';
  return 'A quote stands where none may be: put the field in quotes, and write each quote inside it twice. Nothing after it was read.';
}
