/** A line of a page, and where it stands: PDF has no paragraphs. */
export interface PdfLine {
  readonly text: string;
  /** From the page's lower end. */
  readonly top: number;
  readonly height: number;
}

/** A gap between two lines that is so much larger than the line is high parts paragraphs. */
const widest = 1.8;

/** Lines that stand close together as one paragraph, words that were parted at a line's end put together again. */
export function linesToParagraphs(lines: readonly PdfLine[]): string[] {
  const paragraphs: string[] = [];
  let current = '';
  let before: PdfLine | undefined;
  const end = (): void => {
    if (current !== '') paragraphs.push(current);
    current = '';
  };
  for (const line of lines) {
    const text = line.text.replace(/\s+/gu, ' ').trim();
    if (text === '') continue;
    const height = Math.max(line.height, before?.height ?? 0) || 12;
    const gap = before ? before.top - line.top : 0;
    if (gap > widest * height || gap < -height) end();
    const isParted = /\p{Ll}[-‐]$/u.test(current) && /^\p{Ll}/u.test(text);
    current = isParted ? current.slice(0, -1) + text : current === '' ? text : `${current} ${text}`;
    before = line;
  }
  end();
  return paragraphs;
}
