import type { AcceptedPair, DatasetOrigin, PairInstance } from './acceptedPair';
import type { ExportFormat } from './exportFormat';
import { JsonBytes } from './jsonBytes';

/** A row for a pair's instance; undefined where it has none in this format. */
export type RowOf = (pair: AcceptedPair, instance: PairInstance, origin: DatasetOrigin) => object | undefined;

/** A format of one JSON object a line. Fields come in the order in which `rowOf` names them. */
export function jsonLines(format: Omit<ExportFormat, 'extension' | 'open'>, rowOf: RowOf): ExportFormat {
  return {
    ...format,
    extension: 'jsonl',
    open(sink, origin) {
      const json = new JsonBytes(sink);
      return {
        write(pair) {
          for (const instance of pair.instances) {
            const row = rowOf(pair, instance, origin);
            if (row) json.write(row, '', '\n');
          }
        },
        close: () => json.flush(),
      };
    },
  };
}
