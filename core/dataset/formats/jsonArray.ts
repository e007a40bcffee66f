import type { DatasetSink, DatasetWriter } from './exportFormat';
import type { AcceptedPair } from './acceptedPair';

/** Writes a JSON array, an element on a line of its own. */
export function jsonArray(
  sink: DatasetSink,
  elementsOf: (pair: AcceptedPair) => readonly object[],
): DatasetWriter {
  let isFirst = true;
  return {
    write(pair) {
      for (const element of elementsOf(pair)) {
        sink.write((isFirst ? '[\n' : ',\n') + JSON.stringify(element));
        isFirst = false;
      }
    },
    close: () => sink.write(isFirst ? '[]\n' : '\n]\n'),
  };
}
