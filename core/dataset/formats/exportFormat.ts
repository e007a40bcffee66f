import type { StoredText } from '../../foundations/text/storedText';
import type { AcceptedPair, DatasetOrigin } from './acceptedPair';
import type { PagePacker } from './packPage';

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
  /** Whether it tells of a pair's novelty, verdicts, calls, or more of its lineage than persona and parent: they are read for such formats alone. */
  readonly hasProvenance?: true;
  /** Whether it has responses that others were put in the place of: they are read for such formats alone. */
  readonly hasRejected?: true;
  /** How many rows a pair comes to; left out, one for each of its instances. */
  readonly rowsOf?: (pair: AcceptedPair<StoredText>) => number;
  /** How many rows come from no pair, but from what an existing set brought along; left out, none. */
  readonly broughtRows?: (origin: DatasetOrigin) => number;
  /** Where a split's data lies in the format's folder; left out, `train.jsonl` for the split `train`. */
  readonly fileOf?: (split: string) => string;
  /** Whether it is a folder and nothing else, so that no single file can be named for it. */
  readonly isFolder?: true;
  /** Files that its consumer reads beside the data, by their place in the format's folder: made when the data is written. */
  readonly beside?: (folder: WrittenFolder) => Readonly<Record<string, string>>;
  /** @param packer Who packs pages, where that is to happen elsewhere. */
  open(sink: DatasetSink, origin: DatasetOrigin, packer?: PagePacker): DatasetWriter | Promise<DatasetWriter>;
  /** The same, of a format that does nothing with a pair's own texts but to write them down; left out where others do more. */
  readonly openStored?: (
    sink: DatasetSink,
    origin: DatasetOrigin,
    packer?: PagePacker,
  ) => DatasetWriter<StoredText> | Promise<DatasetWriter<StoredText>>;
}

/** Where a format's bytes go; texts as UTF-8. */
export interface DatasetSink {
  /** @param onWritten Told when the bytes have been written; until then they must stay as they are. */
  write(chunk: string | Uint8Array, onWritten?: () => void): void;
}

/** A dataset that is being written. What is held back between pairs (a row group, say) must be bounded. */
export interface DatasetWriter<Text extends StoredText = string> {
  /** The next pair, in the dataset's order. What it gave the sink is taken away before the next pair is read. */
  write(pair: AcceptedPair<Text>): void | Promise<void>;
  /** After the last pair: what is held back, and the end. Not called where writing failed. */
  close(): void | Promise<void>;
}

/** A folder of one format, its data written. */
export interface WrittenFolder {
  /** The dataset's name: letters, digits, dots, dashes and underscores. */
  readonly dataset: string;
  /** In the order of the splits; one of the name `train` where nobody asked for any. */
  readonly files: readonly WrittenFile[];
  /** The dataset's card, as Markdown with front matter: what is known of how it was made. */
  readonly card: string;
  readonly origin: DatasetOrigin;
}

export interface WrittenFile {
  readonly split: string;
  /** Within the folder, with slashes. */
  readonly path: string;
  readonly rows: number;
  readonly bytes: number;
}
