import type { AcceptedPair, DatasetOrigin } from './acceptedPair';
import { alpaca } from './alpaca';
import type { ExportFormat } from './exportFormat';
import { jsonl } from './jsonl';

export const exportFormats = { jsonl, alpaca } as const satisfies Record<string, ExportFormat>;
export type ExportFormatName = keyof typeof exportFormats;

/** A dataset's text, piece by piece, in the order of the pairs given. `onPair` is told of each pair that was written. */
export async function* datasetText(
  formatName: ExportFormatName,
  pairs: AsyncIterable<AcceptedPair> | Iterable<AcceptedPair>,
  origin: DatasetOrigin,
  onPair: () => void = () => undefined,
): AsyncGenerator<string> {
  const format: ExportFormat = exportFormats[formatName];
  let isFirst = true;
  for await (const pair of pairs) {
    for (const record of format.records(pair, origin)) {
      yield (isFirst ? format.begin : format.between) + record;
      isFirst = false;
    }
    onPair();
  }
  yield isFirst ? format.empty : format.end;
}
