import { Worker } from 'node:worker_threads';
import { packHere, type PackedPage, type Page, type PagePacker } from '../../core/dataset/formats/packPage';
import { builtEntry, requireBuilt } from '../stack/nodeProcesses';
import type { PackedThere, PageToPack } from './packingThread';

/** Bytes of a page from which on it is packed in the other thread. */
const worthMoving = 1 << 16;
/** Bytes of the memory that pages are filled in: a page of Parquet, and a long text at its end. What nobody writes to takes no memory. */
const placeBytes = 1 << 21;

/** Memory that both threads see, so that nothing is copied, and none has to be collected. */
interface Place extends Page {
  readonly memory: SharedArrayBuffer;
}

interface Waiting {
  readonly place: Place;
  readonly resolve: (packed: PackedPage) => void;
  readonly reject: (error: Error) => void;
}

/** Packs pages in a thread of its own, which starts with the first that is large enough. */
export class ThreadedPacker implements PagePacker {
  #thread: Worker | undefined;
  readonly #free: Place[] = [];
  readonly #waiting: Waiting[] = [];

  page(bytes: number): Place {
    const free = bytes <= placeBytes ? this.#free.pop() : undefined;
    if (free) return free;
    const memory = new SharedArrayBuffer(Math.max(bytes, placeBytes));
    return { memory, bytes: Buffer.from(memory) };
  }

  /** One that was made for a huge page is not kept. */
  giveBack(place: Place): void {
    if (place.bytes.length === placeBytes) this.#free.push(place);
  }

  pack(place: Place, length: number): PackedPage | Promise<PackedPage> {
    if (length < worthMoving) {
      const packed = packHere.pack(place, length);
      this.giveBack(place);
      return packed;
    }
    this.#thread ??= this.#start();
    const page: PageToPack = { memory: place.memory, length };
    const packed = new Promise<PackedPage>((resolve, reject) =>
      this.#waiting.push({ place, resolve, reject }),
    );
    packed.catch(() => undefined); // it is thrown where it is awaited
    this.#thread.postMessage(page);
    return packed;
  }

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
      .on('message', (packed: PackedThere) => {
        const { place, resolve } = this.#waiting.shift()!;
        const onWritten = () => this.giveBack(place);
        if (typeof packed === 'number') return resolve({ bytes: place.bytes.subarray(0, packed), onWritten });
        onWritten();
        resolve({ bytes: packed });
      })
      .on('error', fail)
      .on('exit', (code) => {
        this.#thread = undefined;
        fail(new Error(`The thread that packs pages ended with ${code}.`));
      });
  }
}
