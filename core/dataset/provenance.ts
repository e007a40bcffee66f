import type { AcceptedPair, DatasetOrigin } from './formats/acceptedPair';
import { exchangesOf } from './formats/example';
import { pairRecord } from './formats/jsonl';

/** Beside the data of an exported folder. */
export const provenanceFile = 'provenance.jsonl';

/** Where a pair's rows are: its split, and the first of its rows in the formats that have one for each of its instances. */
export interface RowsOfPair {
  readonly split: string;
  /** Counted from 0. */
  readonly row: number;
}

/**
 * A line of that file: all that is known of a pair but its texts, under its id, and which rows it is. The formats that trainers
 * read have no place for it, and are strict about what they hold.
 */
export function provenanceLine(
  pair: AcceptedPair,
  origin: DatasetOrigin,
  { split, row }: RowsOfPair,
): string {
  const {
    id,
    instruction: _,
    input: __,
    response: ___,
    reasoning: ____,
    turns,
    instances,
    ...known
  } = pairRecord(pair, origin);
  const rows = pair.instances.length;
  const rejected = pair.instances.flatMap((instance) =>
    exchangesOf(pair, instance).flatMap((exchange) => exchange.rejected?.because ?? []),
  );
  return `${JSON.stringify({
    id,
    split,
    row,
    ...(rows > 1 && { rows, calls: instances?.map(({ call }) => call) }),
    ...(turns && { turns: turns.map(callsOf) }),
    ...(instances?.some((instance) => instance.turns) && {
      turnsOfRows: instances.map((instance) => (instance.turns ?? []).map(callsOf)),
    }),
    ...(rejected.length > 0 && { preferred: rejected }),
    ...known,
  })}\n`;
}

/** Who wrote what of a turn. */
function callsOf({ messageCall, call }: { messageCall: string | null; call: string | null }) {
  return { messageCall, call };
}
