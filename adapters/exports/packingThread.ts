import { parentPort } from 'node:worker_threads';
import { snappyCompress } from '../../core/dataset/formats/snappy';

/** A page to pack: the memory that it is at the beginning of, which is not copied, and how many bytes it has. */
export interface PageToPack {
  readonly memory: SharedArrayBuffer;
  readonly length: number;
}

/** How many bytes a page is packed into, which lie where it lay; or they themselves, where they take more than there is place for. */
export type PackedThere = number | Uint8Array;

/** Packs pages, in their order. */
parentPort?.on('message', ({ memory, length }: PageToPack) => {
  const bytes = new Uint8Array(memory);
  const packed = snappyCompress(bytes.subarray(0, length));
  if (packed.length > bytes.length) return parentPort?.postMessage(packed.slice());
  bytes.set(packed);
  parentPort?.postMessage(packed.length);
});
