import type { FileHandle } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { UserError } from '../../core/foundations/userError';

/** How a file is packed; text and Parquet are not. */
export type Packing = 'gzip' | 'zstd' | undefined;

const signatures: readonly [start: string, name: string, mend: string][] = [
  ['PK\u0003\u0004', 'a zip archive, or a spreadsheet', 'unpack it, or save it as CSV'],
  ['BZh', 'compressed by bzip2', 'unpack it first (bunzip2)'],
  ['\u00FD7zXZ\0', 'compressed by xz', 'unpack it first (unxz)'],
  ['7z\u00BC\u00AF', 'a 7-Zip archive', 'unpack it first'],
  ['ARROW1', 'an Arrow file', 'save the set as Parquet or JSON lines (in Python: dataset.to_parquet)'],
  ['\u00FF\u00FF\u00FF\u00FF', 'an Arrow stream', 'save the set as Parquet or JSON lines (in Python: dataset.to_parquet)'],
  ['SQLite format 3', 'an SQLite database', 'export its table as CSV'],
  ['%PDF', 'a PDF document', 'name a file with rows'],
  ['version https://git-lfs', "Git LFS's pointer to a file, and not the file", 'fetch it first (git lfs pull)'],
]; // prettier-ignore

/** @throws UserError where the bytes are of a kind of file that has no rows for us, with what to do. */
export function packingOf(start: Uint8Array, label: string): Packing {
  const text = Buffer.from(start).toString('latin1');
  if (text.startsWith('\u001F\u008B')) return 'gzip';
  const isSkippable = text.slice(1, 4) === '\u002A\u004D\u0018' && text >= '\u0050' && text < '\u0060';
  if (text.startsWith('\u0028\u00B5\u002F\u00FD') || isSkippable) return 'zstd';
  const known = signatures.find(([signature]) => text.startsWith(signature));
  if (known) throw new UserError(`${label} is ${known[1]}: ${known[2]}.`);
  return undefined;
}

/** The bytes of a file, unpacked as they are read. The file stays open for its owner to close. @throws UserError where they are damaged. */
export async function* unpackedBytes(handle: FileHandle, label: string): AsyncGenerator<Uint8Array> {
  const packing = packingOf(await firstBytes(handle), label);
  const packed = packedBytes(handle);
  if (packing === undefined) yield* packed;
  else yield* packing === 'gzip' ? gunzipped(packed, label) : unzstd(packed, label);
}

/** Read by place: a stream would close the file when its reader has seen enough. */
async function* packedBytes(handle: FileHandle): AsyncGenerator<Uint8Array> {
  for (let position = 0; ;) {
    const { buffer, bytesRead } = await handle.read(Buffer.allocUnsafe(64 * 1024), 0, 64 * 1024, position);
    if (bytesRead === 0) return;
    position += bytesRead;
    yield buffer.subarray(0, bytesRead);
  }
}

/** The bytes that a file begins with, as it lies there. */
export async function firstBytes(handle: FileHandle): Promise<Buffer> {
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(32), 0, 32, 0);
  return buffer.subarray(0, bytesRead);
}

async function* gunzipped(packed: AsyncIterable<Uint8Array>, label: string): AsyncGenerator<Uint8Array> {
  const gunzip = createGunzip();
  // What goes wrong on the way destroys the stream with the same error, so that it is thrown below.
  const feeding = pipeline(packed, gunzip).catch(() => undefined);
  try {
    for await (const chunk of gunzip) yield chunk as Buffer;
  } catch (cause) {
    throw damaged(label, 'gzip', 'gunzip -t', cause);
  } finally {
    await feeding;
  }
}

async function* unzstd(packed: AsyncIterable<Uint8Array>, label: string): AsyncGenerator<Uint8Array> {
  const { Decompress } = await import('fzstd');
  let ready: Uint8Array[] = [];
  // What it hands over is a view on its window, which it goes on to use.
  const unpacking = new Decompress((data) => ready.push(data.slice()));
  const push = (chunk: Uint8Array, isLast: boolean): Uint8Array[] => {
    try {
      unpacking.push(chunk, isLast);
    } catch (cause) {
      throw damaged(label, 'zstd', 'zstd -t', cause);
    }
    const unpacked = ready;
    ready = [];
    return unpacked;
  };
  for await (const chunk of packed) yield* push(chunk, false);
  yield* push(new Uint8Array(0), true);
}

function damaged(label: string, packing: string, check: string, cause: unknown): UserError {
  const code = (cause as NodeJS.ErrnoException).code;
  const isCut =
    code === 'Z_BUF_ERROR' || (cause instanceof Error && 'code' in cause && cause.code === unexpectedEnd);
  return new UserError(
    `${label} is compressed by ${packing}, and ${isCut ? 'was cut: its end is missing' : 'damaged'}: fetch it again (to check: ${check}).`,
    { cause },
  );
}

/** fzstd's `UnexpectedEOF`. */
const unexpectedEnd = 5;
