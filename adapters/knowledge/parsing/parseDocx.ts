import { open } from 'node:fs/promises';
import { createInflateRaw } from 'node:zlib';
import type { Block } from '../../../core/foundations/passages/block';
import { largestPart, sizeWords } from './documentFormats';
import { UnusableFile } from './unusableFile';
import { blocksOfHtml } from './parseHtml';

/** A part of a zip file, by its directory. */
interface ZipPart {
  readonly name: string;
  readonly method: number;
  readonly offset: number;
  readonly packed: number;
}

/**
 * The text of a Word document: headings by their styles, paragraphs, lists, tables. Pictures are left out.
 *
 * @throws UnusableFile where it is none, or unpacks to more than a document has.
 */
export async function parseDocx(path: string): Promise<Block[]> {
  await requireHarmless(path);
  const { default: mammoth } = await import('mammoth');
  const { value } = await mammoth
    .convertToHtml(
      { path },
      {
        convertImage: mammoth.images.imgElement(() => Promise.resolve({ src: '' })),
        externalFileAccess: false,
      },
    )
    .catch((cause: unknown) => {
      throw new UnusableFile('is broken, or no Word document: open it and save it again', { cause });
    });
  const blocks = await blocksOfHtml(value);
  if (blocks.length === 0) throw new UnusableFile('has no text');
  return blocks;
}

/** Unpacks every part that is read, and keeps nothing of it: what a part says of its own size may be a lie. */
async function requireHarmless(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    const read = async (position: number, length: number): Promise<Buffer> => {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, position);
      return buffer.subarray(0, bytesRead);
    };
    const { size } = await handle.stat();
    const parts = partsOf(await read(Math.max(0, size - 65_557), Math.min(size, 65_557)), size);
    const directory = await read(parts.offset, parts.length);
    let whole = 0;
    for (const { name, method, offset, packed } of directoryOf(directory)) {
      const header = await read(offset, 30);
      if (header.length < 30) throw new UnusableFile('is broken: it ends too early');
      const start = offset + 30 + header.readUInt16LE(26) + header.readUInt16LE(28);
      if (!/\.(xml|rels)$/iu.test(name)) continue; // pictures and fonts are not unpacked
      if (method === 8) {
        const stream = handle.createReadStream({ start, end: start + packed - 1, autoClose: false });
        if (packed > 0) whole += await unpackedLength(stream.pipe(createInflateRaw()), largestPart - whole);
      } else whole += packed;
      if (whole > largestPart) throw tooLarge();
    }
  } finally {
    await handle.close();
  }
}

async function unpackedLength(unpacked: AsyncIterable<unknown>, most: number): Promise<number> {
  let length = 0;
  try {
    for await (const piece of unpacked) {
      length += (piece as Buffer).length;
      if (length > most) return length;
    }
  } catch (cause) {
    throw new UnusableFile("is broken: a part of it can't be unpacked", { cause });
  }
  return length;
}

function partsOf(tail: Buffer, size: number): { readonly offset: number; readonly length: number } {
  const end = tail.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'));
  if (end < 0 || end + 20 > tail.length) {
    const isOld = tail.length > 0 && size > 0;
    throw new UnusableFile(isOld ? 'is no Word document (.docx): open it and save it again' : 'is empty');
  }
  return { offset: tail.readUInt32LE(end + 16), length: tail.readUInt32LE(end + 12) };
}

function* directoryOf(directory: Buffer): Generator<ZipPart> {
  for (let at = 0; at + 46 <= directory.length;) {
    const nameLength = directory.readUInt16LE(at + 28);
    yield {
      name: directory.toString('utf8', at + 46, at + 46 + nameLength),
      method: directory.readUInt16LE(at + 10),
      packed: directory.readUInt32LE(at + 20),
      offset: directory.readUInt32LE(at + 42),
    };
    at += 46 + nameLength + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32);
  }
}

function tooLarge(): UnusableFile {
  return new UnusableFile(
    `unpacks to more than ${sizeWords(largestPart)}, which no text has: it may be a bomb`,
  );
}
