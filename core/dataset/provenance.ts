import type { StoredText } from '../foundations/text/storedText';
import type { AcceptedPair, DatasetOrigin } from './formats/acceptedPair';
import { rejectedIn } from './formats/example';
import type { DatasetSink } from './formats/exportFormat';
import { JsonBytes } from './formats/jsonBytes';
import { KnownOfPairs, textsRecord } from './formats/jsonl';

/** Beside the data of an exported folder. */
export const provenanceFile = 'provenance.jsonl';

/** Where a pair's rows are: its split, and the first of its rows in the formats that have one for each of its instances. */
export interface RowsOfPair {
  readonly split: string;
  /** Counted from 0. */
  readonly row: number;
}

/**
 * Writes that file, a line a pair: all that is known of it but its texts, under its id, and which rows it is. The formats that trainers
 * read have no place for it, and are strict about what they hold.
 */
export class ProvenanceWriter {
  readonly #json: JsonBytes;
  readonly #known: KnownOfPairs;

  constructor(
    sink: DatasetSink,
    private readonly origin: DatasetOrigin,
  ) {
    this.#json = new JsonBytes(sink);
    this.#known = KnownOfPairs.of(origin);
  }

  write(pair: AcceptedPair<StoredText>, rows: RowsOfPair): void {
    this.#json.writeJoined([placeRecord(pair, this.origin, rows), this.#known.fields(pair)], '\n');
  }

  /** After the last pair. */
  close(): void {
    this.#json.flush();
  }
}

/** A pair's id, its rows, and who wrote what in them. */
function placeRecord(
  pair: AcceptedPair<StoredText>,
  origin: DatasetOrigin,
  { split, row }: RowsOfPair,
): object {
  const { id, turns, instances } = textsRecord(pair, origin);
  const rows = pair.instances.length;
  const rejected = pair.instances.flatMap(rejectedIn);
  return {
    id,
    split,
    row,
    rows: rows > 1 ? rows : undefined,
    calls: rows > 1 ? instances?.map(({ call }) => call) : undefined,
    turns: turns?.map(callsOf),
    turnsOfRows: instances?.some((instance) => instance.turns)
      ? instances.map((instance) => (instance.turns ?? []).map(callsOf))
      : undefined,
    preferred: rejected.length > 0 ? rejected.map(({ because }) => because) : undefined,
  };
}

/** Who wrote what of a turn. */
function callsOf({ messageCall, call }: { messageCall: string | null; call: string | null }) {
  return { messageCall, call };
}
