import stringWidth from 'string-width';
import wrapAnsi from 'wrap-ansi';

// Built as a bundle, `scripts/bundleTextWidth.mjs`: both packages are ES modules only.

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** Columns that a text takes on a terminal; colours take none. */
export function displayWidth(text: string): number {
  return stringWidth(text);
}

/** The text in at most so many columns, with an ellipsis where it was cut. Takes text without colours. */
export function truncate(text: string, columns: number): string {
  if (displayWidth(text) <= columns) return text;
  let width = 0;
  let kept = '';
  for (const { segment } of graphemes.segment(text)) {
    width += displayWidth(segment);
    if (width > columns - 1) break;
    kept += segment;
  }
  return columns > 0 ? `${kept.trimEnd()}…` : '';
}

/** A text from elsewhere on one line, its control characters gone: a teacher's words must not steer the terminal. */
export function printable(text: string): string {
  return text
    .replace(/[\p{Cc}\p{Cf}\u2028\u2029\s]+/gu, (run) => (/^[\u200C\u200D]$/.test(run) ? run : ' '))
    .trim();
}

/** The lines of a text of several paragraphs, each printable and at most so many columns wide, broken between words. */
export function wrap(text: string, columns: number): string[] {
  return text
    .split(/\r\n|[\n\r\u2028\u2029]/u)
    .flatMap((paragraph) => wrapAnsi(printable(paragraph), columns).split('\n'))
    .map((line) => truncate(line, columns));
}
