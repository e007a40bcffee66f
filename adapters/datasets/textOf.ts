import type { FileHandle } from 'node:fs/promises';
import { UserError } from '../../core/foundations/userError';

/**
 * The text of a UTF-8 file, stretch by stretch; a byte order mark is left out. The file stays open for its owner to close.
 *
 * @throws UserError with the line where it isn't UTF-8.
 */
export async function* textOf(handle: FileHandle, label: string): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let line = 1;
  const decode = (bytes?: Buffer): string => {
    try {
      return decoder.decode(bytes, { stream: bytes !== undefined });
    } catch (cause) {
      throw new UserError(`${label} is not UTF-8 text after line ${line}: save it as UTF-8.`, { cause });
    }
  };
  for await (const chunk of handle.createReadStream({ start: 0, autoClose: false })) {
    const text = decode(chunk as Buffer);
    yield text;
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) line++;
  }
  const last = decode();
  if (last !== '') yield last;
}
