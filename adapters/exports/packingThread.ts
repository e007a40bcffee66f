import { parentPort } from 'node:worker_threads';
import { snappyCompress } from '../../core/dataset/formats/snappy';

/** Bytes at the beginning of a buffer, which goes to and fro: no other is made, so that none has to be collected. */
export interface PageInBuffer {
  readonly buffer: ArrayBuffer;
  readonly length: number;
}

/** Packs pages, in their order, each into the buffer that it came in. */
parentPort?.on('message', ({ buffer, length }: PageInBuffer) => {
  const packed = snappyCompress(new Uint8Array(buffer, 0, length));
  const place = packed.length > buffer.byteLength ? new Uint8Array(packed.length) : new Uint8Array(buffer);
  place.set(packed);
  const page: PageInBuffer = { buffer: place.buffer, length: packed.length };
  parentPort?.postMessage(page, [page.buffer]);
});
