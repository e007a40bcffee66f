import { readFile } from 'node:fs/promises';
import type { Block } from '../../../core/foundations/passages/block';
import { UnusableFile } from './unusableFile';
import { linesToParagraphs, type PdfLine } from './pdfParagraphs';

/** As much of pdf.js' items as is read. */
interface TextItem {
  readonly str: string;
  readonly hasEOL: boolean;
  readonly height: number;
  readonly transform: readonly number[];
}

/**
 * The text of a PDF, page after page. A page that can't be read is left out and counted.
 *
 * @returns What was left out, in words.
 * @throws UnusableFile where nothing of it can be read.
 */
export async function* parsePdf(path: string): AsyncGenerator<Block[], string | null> {
  const { getDocumentProxy } = await import('unpdf');
  const bytes = await readFile(path);
  const pdf = await getDocumentProxy(new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength), {
    isEvalSupported: false,
    useSystemFonts: true,
    verbosity: 0,
  }).catch((cause: unknown) => {
    throw new UnusableFile(reasonOf(cause), { cause });
  });
  let broken = 0;
  let characters = 0;
  for (let number = 1; number <= pdf.numPages; number++) {
    let blocks: Block[];
    try {
      const page = await pdf.getPage(number);
      const { items } = await page.getTextContent();
      page.cleanup();
      blocks = linesToParagraphs(linesOf(items as readonly object[])).map((text) => ({
        kind: 'paragraph',
        text,
        page: number,
      }));
    } catch {
      broken++; // told at the end: the other pages are worth reading
      continue;
    }
    for (const { text } of blocks) characters += text.length;
    yield blocks;
  }
  if (characters === 0 && broken > 0) throw new UnusableFile(`is broken: none of its ${pdf.numPages} pages can be read`); // prettier-ignore
  if (characters === 0) throw new UnusableFile('has no text: its pages are pictures, read them by OCR first');
  return broken > 0 ? `${broken} of ${pdf.numPages} pages can't be read` : null;
}

function linesOf(items: readonly object[]): PdfLine[] {
  const lines: PdfLine[] = [];
  let line = { text: '', top: 0, height: 0 };
  for (const item of items) {
    if (!('str' in item)) continue;
    const { str, hasEOL, height, transform } = item as TextItem;
    if (line.text === '') line.top = transform[5] ?? 0;
    line.text += str;
    line.height = Math.max(line.height, height);
    if (!hasEOL) continue;
    lines.push(line);
    line = { text: '', top: 0, height: 0 };
  }
  return [...lines, line];
}

function reasonOf(error: unknown): string {
  const name = error instanceof Error ? error.name : '';
  if (name === 'PasswordException') return 'is encrypted: save it without a password';
  return 'is broken, or no PDF: open it and save it again';
}
