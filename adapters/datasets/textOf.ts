import type { FileHandle } from 'node:fs/promises';
import { TextDecoder } from 'node:util';
import { UserError } from '../../core/foundations/userError';
import { unpackedBytes } from './unpacked';

type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be';

/**
 * The text of a file, stretch by stretch, unpacked where it is packed: UTF-8, or UTF-16 where its mark or the zeros of its first two
 * characters say so; a byte order mark is left out. Other encodings have no mark, and a guess would be wrong in silence. The file stays
 * open for its owner to close.
 *
 * @throws UserError with the line where it isn't what it should be.
 */
export async function* textOf(handle: FileHandle, label: string): AsyncGenerator<string> {
  let encoding: Encoding | undefined;
  let decoder: TextDecoder | undefined;
  let line = 1;
  const decode = (bytes?: Uint8Array): string => {
    encoding ??= encodingOf(bytes ?? new Uint8Array(0));
    decoder ??= new TextDecoder(encoding, { fatal: true });
    try {
      return decoder.decode(bytes, { stream: bytes !== undefined });
    } catch (cause) {
      throw new UserError(undecodable(label, encoding, line), { cause });
    }
  };
  let held: Uint8Array = new Uint8Array(0);
  for await (const chunk of unpackedBytes(handle, label)) {
    // The first four bytes tell the encoding, and may come one by one.
    held = held.length === 0 ? chunk : Buffer.concat([held, chunk]);
    if (decoder === undefined && held.length < 4) continue;
    const text = decode(held);
    held = new Uint8Array(0);
    yield text;
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) line++;
  }
  const last = (held.length > 0 ? decode(held) : '') + decode();
  if (last !== '') yield last;
}

function encodingOf([first, second]: Uint8Array): Encoding {
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  if (first !== undefined && first !== 0 && second === 0) return 'utf-16le';
  return first === 0 && second !== undefined && second !== 0 ? 'utf-16be' : 'utf-8';
}

function undecodable(label: string, encoding: Encoding, line: number): string {
  if (encoding !== 'utf-8') return `${label} is not whole UTF-16 text after line ${line}: save it as UTF-8.`;
  return `${label} is not UTF-8 text after line ${line}: save it as UTF-8, or convert it (iconv -f WINDOWS-1252 -t UTF-8 OLD > NEW; name the encoding that it has).`;
}
