import type { DatasetSink, DatasetWriter } from './exportFormat';
import type { AcceptedPair } from './acceptedPair';
import { JsonBytes } from './jsonBytes';

/** Writes a JSON array, an element on a line of its own. */
export function jsonArray(
  sink: DatasetSink,
  elementsOf: (pair: AcceptedPair) => readonly object[],
): DatasetWriter {
  const json = new JsonBytes(sink);
  let isFirst = true;
  return {
    write(pair) {
      for (const element of elementsOf(pair)) {
        json.write(element, isFirst ? '[\n' : ',\n', '');
        isFirst = false;
      }
    },
    close() {
      json.flush();
      sink.write(isFirst ? '[]\n' : '\n]\n');
    },
  };
}
