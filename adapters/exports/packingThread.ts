import { parentPort } from 'node:worker_threads';
import { snappyCompress } from '../../core/dataset/formats/snappy';

/** A page to pack: the number of the memory that it is in, which comes with it the first time, or each time where it has none; and how many bytes it has. */
export interface PageToPack {
  readonly place: number | undefined;
  readonly memory: SharedArrayBuffer | undefined;
  readonly length: number;
}

/** How many bytes a page is packed into, which lie where it lay; or they themselves, where they take more than there is place for. */
export type PackedThere = number | Uint8Array;

const places: Uint8Array[] = [];

/** Packs pages, in their order. */
parentPort?.on('message', ({ place, memory, length }: PageToPack) => {
  const bytes = memory ? new Uint8Array(memory) : places[place!]!;
  if (place !== undefined) places[place] = bytes;
  const packed = snappyCompress(bytes.subarray(0, length));
  if (packed.length > bytes.length) return parentPort?.postMessage(packed.slice());
  bytes.set(packed);
  parentPort?.postMessage(packed.length);
});
