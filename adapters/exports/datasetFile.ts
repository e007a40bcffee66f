import { createHash } from 'node:crypto';
import { open, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import type { DatasetSink } from '../../core/dataset/formats/exportFormat';
import { writeWhole } from '../files/wholeFile';
import { makeFolder } from '../files/makeFolder';

/**
 * Bytes that are held before they are written: few enough that they are garbage, and collected, before the heap takes them for old. It is larger ones' outside of
 * the heap that would pile up, until it holds 64 MB of them.
 */
const heldBytes = 1 << 16;
/** Bytes after which what was written before is on its way to the disk: else it waits there for most of the time, and at the end has everything to do. */
const syncedBytes = 1 << 25;

interface HeldBytes {
  readonly bytes: Uint8Array;
  readonly onWritten?: (() => void) | undefined;
}

/** A file that is being written: what it is given is held, and written from `drain` on, which whoever writes must await. */
export class DatasetFile implements DatasetSink {
  readonly #hash = createHash('sha256');
  #texts = '';
  #held: HeldBytes[] = [];
  #heldBytes = 0;
  #bytes = 0;
  #writing = Promise.resolve();
  #syncing = Promise.resolve();
  #unsyncedBytes = 0;

  private constructor(
    readonly path: string,
    private readonly handle: FileHandle,
  ) {}

  /** A new file, with the folders above it. */
  static async create(file: string): Promise<DatasetFile> {
    await makeFolder(path.dirname(file));
    return new DatasetFile(file, await open(file, 'wx'));
  }

  /** Has a file written that is there whole and durable, or not at all; says what was written, with its size and sum. */
  static async whole<Written>(
    file: string,
    write: (output: DatasetFile) => Promise<Written>,
  ): Promise<Written & { readonly bytes: number; readonly sha256: string }> {
    return writeWhole(file, async (part) => {
      const output = await DatasetFile.create(part);
      try {
        const written = await write(output);
        return { ...written, ...(await output.close()) };
      } catch (error) {
        await output.abandon();
        throw error;
      }
    });
  }

  write(chunk: string | Uint8Array, onWritten?: () => void): void {
    if (typeof chunk === 'string') this.#texts += chunk;
    else {
      this.#encode();
      this.#hold({ bytes: chunk, onWritten });
    }
  }

  /** Whether there is enough to be written. */
  get isFull(): boolean {
    return this.#heldBytes + this.#texts.length >= heldBytes;
  }

  /** Has what is held written: it is on its way when this returns, and all that was held before is written. */
  async drain(): Promise<void> {
    this.#encode();
    const held = this.#held;
    [this.#held, this.#heldBytes] = [[], 0];
    for (const { bytes } of held) {
      this.#hash.update(bytes);
      this.#bytes += bytes.length;
      this.#unsyncedBytes += bytes.length;
    }
    await this.#writing;
    this.#writing = this.#write(held);
    this.#writing.catch(() => undefined); // it is thrown where it is awaited
    if (this.#unsyncedBytes < syncedBytes) return;
    this.#unsyncedBytes = 0;
    await this.#syncing;
    this.#syncing = this.handle.datasync();
    this.#syncing.catch(() => undefined); // as well: a disk says only once that it failed
  }

  /** Writes the rest, and is durable when it returns. */
  async close(): Promise<{ readonly bytes: number; readonly sha256: string }> {
    await this.drain();
    await this.#writing;
    await this.#syncing;
    await this.handle.sync();
    await this.handle.close();
    return { bytes: this.#bytes, sha256: this.#hash.digest('hex') };
  }

  /** Closes the file, whatever was written. */
  async abandon(): Promise<void> {
    await Promise.allSettled([this.#writing, this.#syncing]);
    await this.handle.close();
  }

  async #write(held: readonly HeldBytes[]): Promise<void> {
    for (const { bytes, onWritten } of held) {
      await this.handle.writeFile(bytes);
      onWritten?.();
    }
  }

  #encode(): void {
    if (this.#texts === '') return;
    const texts = this.#texts;
    this.#texts = '';
    this.#hold({ bytes: Buffer.from(texts) });
  }

  #hold(held: HeldBytes): void {
    this.#held.push(held);
    this.#heldBytes += held.bytes.length;
  }
}
