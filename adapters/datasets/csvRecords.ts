import { pipeline } from 'node:stream/promises';
import { parse, type CsvError } from 'csv-parse';
import { longestRow } from './longestRow';

/** A record of a CSV file, or what is wrong with it, and the line that it begins on. */
export type CsvRecord = { readonly line: number } & (
  { readonly fields: readonly string[] } | { readonly problem: string }
);

/**
 * The records of a CSV text as it arrives, the header first: RFC 4180, with fields over several lines in quotes, either line end,
 * empty lines left out. The delimiter is the comma, semicolon, tab or bar that the first line has most of. A record whose quotes break
 * the rules is a problem and ends the reading, since where the next one begins can't be told.
 */
export async function* csvRecords(text: AsyncGenerator<string>): AsyncGenerator<CsvRecord> {
  let head = '';
  while (!head.includes('\n') && head.length < longestRow) {
    const next = await text.next();
    if (next.done === true) break;
    head += next.value;
  }
  const skipped: CsvError[] = [];
  const parser = parse({
    delimiter: delimiterOf(head.split('\n', 1)[0] ?? ''),
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
  try {
    for await (const { record, info } of parser as AsyncIterable<ParsedRecord>) {
      if (info.lines >= Number(skipped[0]?.['lines'] ?? Infinity)) break;
      yield { line: info.lines - linesWithin(record), fields: record };
      line = info.lines + 1;
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

/** Line breaks inside a record's fields; `info` counts the line that it ends on. */
function linesWithin(fields: readonly string[]): number {
  return fields.reduce((sum, field) => sum + (field.split(/\r\n|\n|\r/).length - 1), 0);
}

function delimiterOf(header: string): string {
  const unquoted = header.replace(/"[^"]*"/g, '');
  const often = (delimiter: string): number => unquoted.split(delimiter).length;
  return [';', '\t', '|'].reduce((best, other) => (often(other) > often(best) ? other : best), ',');
}

function describe({ code }: CsvError): string {
  if (code === 'CSV_QUOTE_NOT_CLOSED')
    return 'A quoted field has no closing quote, up to the end of the file.';
  if (code === 'CSV_MAX_RECORD_SIZE')
    return 'The row is too long to be one: a quoted field may have no closing quote.';
  return 'A quote stands where none may be: put the field in quotes, and write each quote inside it twice. Nothing after it was read.';
}
