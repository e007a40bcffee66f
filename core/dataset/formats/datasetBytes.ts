import type { AcceptedPair, DatasetOrigin } from './acceptedPair';
import type { ExportFormat } from './exportFormat';
import type { PackPage } from './packPage';

/**
 * A dataset's bytes, piece by piece, in the order of the pairs given. No pair is read before the pieces of the one before were taken,
 * so that a slow reader slows the whole and memory stays bounded. `onPair` is told of each pair that was written.
 */
export async function* datasetBytes(
  format: ExportFormat,
  pairs: AsyncIterable<AcceptedPair> | Iterable<AcceptedPair>,
  origin: DatasetOrigin,
  onPair: (pair: AcceptedPair) => void = () => undefined,
  pack?: PackPage,
): AsyncGenerator<string | Uint8Array> {
  const written: (string | Uint8Array)[] = [];
  const writer = await format.open({ write: (chunk) => void written.push(chunk) }, origin, pack);
  yield* written.splice(0);
  for await (const pair of pairs) {
    await writer.write(pair);
    yield* written.splice(0);
    onPair(pair);
  }
  await writer.close();
  yield* written.splice(0);
}
