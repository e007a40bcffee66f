import type { PlainObject } from '../../foundations/text/plainObject';
import type { SeedTask } from '../../vocabulary/seedTask';

/** One row of an instruction set: the task, or a sentence that says why it can't be read. */
export type DatasetRow = RowPlace &
  (
    | {
        readonly task: SeedTask;
        /** All that the row holds, where its reader was asked for it. */
        readonly fields?: PlainObject;
      }
    | { readonly problem: string }
  );

/** Where a row is. */
export interface RowPlace {
  /** Counted from 1, without blank lines and headers. */
  readonly row: number;
  /** The line of the file that it begins on, counted from 1; undefined in files without lines (Parquet). */
  readonly line: number | undefined;
  /** The name of its file, where the set has several. */
  readonly file?: string;
}

/** "line 12", where the file has lines; else "row 12". Of several files, the row of all and the line of its file. */
export function placeOf({ row, line, file }: RowPlace): string {
  if (file !== undefined) return `row ${row} (${file}${line === undefined ? '' : `, line ${line}`})`;
  return line === undefined ? `row ${row}` : `line ${line}`;
}
