import type { AcceptedPair, DatasetOrigin } from './acceptedPair';
import type { ExportFormat } from './exportFormat';
import type { PagePacker } from './packPage';

/**
 * A dataset's bytes, piece by piece, in the order of the pairs given. No pair is read before the pieces of the one before were taken,
 * so that a slow reader slows the whole and memory stays bounded. `onPair` is told of each pair that was written.
 */
export async function* datasetBytes(
  format: ExportFormat,
  pairs: AsyncIterable<AcceptedPair> | Iterable<AcceptedPair>,
  origin: DatasetOrigin,
  onPair: (pair: AcceptedPair) => void = () => undefined,
  packer?: PagePacker,
): AsyncGenerator<string | Uint8Array> {
  const written: (string | Uint8Array)[] = [];
  const write = (chunk: string | Uint8Array, onWritten?: () => void): void => {
    // Nobody knows when whoever takes the pieces is done with them.
    written.push(onWritten ? Buffer.from(chunk as Uint8Array) : chunk);
    onWritten?.();
  };
  const writer = await format.open({ write }, origin, packer);
  yield* written.splice(0);
  for await (const pair of pairs) {
    await writer.write(pair);
    yield* written.splice(0);
    onPair(pair);
  }
  await writer.close();
  yield* written.splice(0);
}
