import type { AcceptedPair, DatasetOrigin } from '../../core/dataset/formats/acceptedPair';
import { pairRecord } from '../../core/dataset/formats/jsonl';
import type { ReadableSet, SetPair } from '../../core/run/sets/setPair';
import { exportSource } from '../exports/exportSource';
import type { Database } from '../store/database';

/** The accepted pairs of a run as a set, by its own decisions or those of a rescreening. */
export function runSet(
  database: Database,
  { runKey, name, rescreening }: { runKey: string; name: string; rescreening?: number | undefined },
): ReadableSet {
  return {
    name,
    async *pairs() {
      const { origin, pairs } = await exportSource(database, runKey, { rescreening });
      for await (const pair of pairs()) yield setPairOf(pair, origin);
    },
  };
}

function setPairOf(pair: AcceptedPair, origin: DatasetOrigin): SetPair {
  const {
    id,
    instruction,
    input: _,
    response: __,
    reasoning: ___,
    turns: _____,
    instances: ____,
    ...known
  } = pairRecord(pair, origin);
  return {
    id,
    instruction,
    instances: pair.instances.map(({ input, response, turns = [] }) => ({
      input,
      response,
      turns: turns.map(({ message, response: answer }) => ({ message, response: answer })),
    })),
    strategy: pair.strategy,
    cell: pair.cell,
    known,
  };
}
