import { open } from 'node:fs/promises';
import { TextDecoder } from 'node:util';
import { UnusableFile } from './parsing/unusableFile';

const pieceBytes = 256 * 1024;

/** What the first bytes say of the encoding; a text without a mark is UTF-8. */
function encodingOf(start: Uint8Array): string {
  if (start[0] === 0xff && start[1] === 0xfe) return 'utf-16le';
  if (start[0] === 0xfe && start[1] === 0xff) return 'utf-16be';
  return 'utf-8';
}

/**
 * A text file as it is read, a piece at a time.
 *
 * @throws UnusableFile where it is in no encoding that can be told, or no text at all.
 */
export async function* decodedText(path: string): AsyncGenerator<string> {
  const handle = await open(path, 'r');
  try {
    const buffer = Buffer.allocUnsafe(pieceBytes);
    let decoder: TextDecoder | undefined;
    for (let position = 0; ;) {
      const { bytesRead } = await handle.read(buffer, 0, pieceBytes, position);
      const bytes = buffer.subarray(0, bytesRead);
      decoder ??= new TextDecoder(encodingOf(bytes), { fatal: true });
      const isLast = bytesRead === 0;
      const text = decode(decoder, isLast ? undefined : bytes, position);
      if (text.includes('\0')) throw new UnusableFile('is no text: it has NUL bytes');
      if (text !== '') yield text;
      if (isLast) return;
      position += bytesRead;
    }
  } finally {
    await handle.close();
  }
}

function decode(decoder: TextDecoder, bytes: Uint8Array | undefined, position: number): string {
  try {
    return bytes ? decoder.decode(bytes, { stream: true }) : decoder.decode();
  } catch (cause) {
    throw new UnusableFile(`is not ${decoder.encoding.toUpperCase()} text (after byte ${position}): save it as UTF-8`, { cause }); // prettier-ignore
  }
}
