import { Worker } from 'node:worker_threads';
import { packHere, type PackPage } from '../../core/dataset/formats/packPage';
import { builtEntry, requireBuilt } from '../stack/nodeProcesses';
import type { PageInBuffer } from './packingThread';

/** Bytes of a page from which on it is packed in the other thread. */
const worthMoving = 1 << 16;

/** Packs pages in a thread of its own, which starts with the first that is large enough. */
export class PagePacker {
  #thread: Worker | undefined;
  readonly #waiting: {
    readonly resolve: (packed: Uint8Array) => void;
    readonly reject: (error: Error) => void;
  }[] = [];

  readonly pack: PackPage = (page) => {
    if (page.length < worthMoving) return packHere(page);
    this.#thread ??= this.#start();
    const { buffer, length } = page;
    const sent: PageInBuffer = { buffer: buffer as ArrayBuffer, length };
    const packed = new Promise<Uint8Array>((resolve, reject) => this.#waiting.push({ resolve, reject }));
    packed.catch(() => undefined); // it is thrown where it is awaited
    this.#thread.postMessage(sent, [sent.buffer]);
    return packed;
  };

  async close(): Promise<void> {
    await this.#thread?.terminate();
  }

  #start(): Worker {
    const entry = builtEntry('adapters/exports/packingThread.js');
    requireBuilt(entry);
    const fail = (error: Error): void => {
      for (const { reject } of this.#waiting.splice(0)) reject(error);
    };
    return new Worker(entry)
      .on('message', ({ buffer, length }: PageInBuffer) =>
        this.#waiting.shift()?.resolve(new Uint8Array(buffer, 0, length)),
      )
      .on('error', fail)
      .on('exit', (code) => {
        this.#thread = undefined;
        fail(new Error(`The thread that packs pages ended with ${code}.`));
      });
  }
}
