import type { AcceptedPair, DatasetOrigin } from './acceptedPair';

/**
 * A way to write accepted pairs down: a file of this folder, and its line in `formats.ts`. Equal pairs must give equal bytes: nothing of
 * a clock, a run's name or chance. A library that it needs is imported in `open`, since names and words of all formats are there for
 * `seedbed --help`.
 */
export interface ExportFormat {
  /** What people type: `--format alpaca`. */
  readonly name: string;
  /** Of a file's name, without the dot. */
  readonly extension: string;
  /** A few words for `--help`, after the name. */
  readonly describe: string;
  open(sink: DatasetSink, origin: DatasetOrigin): DatasetWriter | Promise<DatasetWriter>;
}

/** Where a format's bytes go; texts as UTF-8. */
export interface DatasetSink {
  write(chunk: string | Uint8Array): void;
}

/** A dataset that is being written. What is held back between pairs (a row group, say) must be bounded. */
export interface DatasetWriter {
  /** The next pair, in the dataset's order. What it gave the sink is taken away before the next pair is read. */
  write(pair: AcceptedPair): void | Promise<void>;
  /** After the last pair: what is held back, and the end. Not called where writing failed. */
  close(): void | Promise<void>;
}
