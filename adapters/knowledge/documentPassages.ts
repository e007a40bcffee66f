import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import type { Block } from '../../core/foundations/passages/block';
import type { CutPassage } from '../../core/foundations/passages/cutPassage';
import { cutterVersion, PassageCutter } from '../../core/foundations/passages/passageCutter';
import { rowText } from '../../core/foundations/passages/rowText';
import { TextBlocks } from '../../core/foundations/passages/textBlocks';
import { canonicalJson } from '../../core/foundations/canonicalJson';
import { csvRecords } from '../datasets/csvRecords';
import { decodedText } from './decodedText';
import { isParsed, largest, sizeWords, type DocumentFormat } from './parsing/documentFormats';
import type { ParserProcess } from './parsing/parserProcess';
import { UnusableFile } from './parsing/unusableFile';

/** How documents are cut. */
export interface CuttingSettings {
  /** Most characters of a passage. */
  readonly characters: number;
  /** Most passages of one document; what follows them is left out. */
  readonly perDocument: number;
}

/** See `Passage.document`: of what it is called, what is in it and how it is cut, so that none of it can change under the name. */
export function documentId(
  name: string,
  contentHash: string,
  language: string,
  { characters, perDocument }: CuttingSettings,
): string {
  return createHash('sha256')
    .update(canonicalJson([cutterVersion, name, contentHash, language, characters, perDocument]))
    .digest('hex');
}

/** @throws UnusableFile for a file of which nothing is read, however long one looks. */
export function requireReadableSize(size: number, format: DocumentFormat): void {
  if (size === 0) throw new UnusableFile('is empty');
  if (isParsed(format) && size > largest[format])
    throw new UnusableFile(
      `is ${sizeWords(size)}, and ${format.toUpperCase()} is read up to ${sizeWords(largest[format])}: divide it`,
    );
}

/** The sha256 of a file, read a piece at a time. */
export async function contentHash(path: string): Promise<string> {
  const handle = await open(path, 'r');
  try {
    const hash = createHash('sha256');
    const buffer = Buffer.allocUnsafe(1024 * 1024);
    for (;;) {
      const { bytesRead } = await handle.read(buffer, 0, buffer.length, null);
      if (bytesRead === 0) return hash.digest('hex');
      hash.update(buffer.subarray(0, bytesRead));
    }
  } finally {
    await handle.close();
  }
}

/**
 * The passages of a file, cut as they are asked for, in bounded memory whatever its size.
 *
 * @returns What of it was left out, in words.
 * @throws UnusableFile where none of it can be used, with why.
 */
export async function* documentPassages(
  path: string,
  format: DocumentFormat,
  { characters, perDocument }: CuttingSettings,
  parser: ParserProcess,
): AsyncGenerator<CutPassage, string | null> {
  const cutter = new PassageCutter(characters);
  const blocks = isParsed(format) ? parser.blocks(path, format) : blocksOf(path, format);
  let cut = 0;
  let leftOut: string | null;
  try {
    for (;;) {
      const next = await blocks.next();
      const whole = next.done === true ? cutter.end() : next.value.flatMap((block) => cutter.push(block));
      for (const passage of whole) {
        if (cut === perDocument)
          return `only its first ${perDocument.toLocaleString('en')} passages are used: divide it, or raise knowledge.passages.perDocument`;
        cut++;
        yield passage;
      }
      if (next.done !== true) continue;
      leftOut = next.value;
      break;
    }
  } finally {
    await blocks.return(null); // closes the file, or ends its parser, where nobody reads on
  }
  if (cut === 0) throw new UnusableFile('has no text');
  return leftOut;
}

async function* blocksOf(
  path: string,
  format: 'text' | 'markdown' | 'csv',
): AsyncGenerator<readonly Block[], string | null> {
  const text = decodedText(path);
  if (format === 'csv') return yield* rowBlocks(text);
  const reader = new TextBlocks(format === 'markdown');
  for await (const piece of text) yield reader.push(piece);
  yield reader.end();
  return null;
}

async function* rowBlocks(text: AsyncGenerator<string>): AsyncGenerator<readonly Block[], string | null> {
  let header: readonly string[] | undefined;
  for await (const record of csvRecords(text)) {
    if ('problem' in record) {
      const problem = record.problem.replace(/\.$/u, '');
      if (header === undefined) throw new UnusableFile(`has a mistake in line ${record.line}: ${problem}`);
      return `what follows line ${record.line} is left out: ${problem}`;
    }
    if (header === undefined) header = record.fields;
    else yield [{ kind: 'row', text: rowText(header, record.fields) }];
  }
  return null;
}
