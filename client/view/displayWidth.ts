const wide =
  /[\p{Emoji_Presentation}\u1100-\u115F\u2E80-\u303E\u3041-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6\u{20000}-\u{3FFFD}]/u;
const invisible = /^[\p{Mark}\p{Cf}]+$/u;
// eslint-disable-next-line no-control-regex
const escapeCodes = /\u001B\[[0-9;]*m/g;
const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** Columns that a text takes on a terminal; our own colours take none. */
export function displayWidth(text: string): number {
  const plain = text.replace(escapeCodes, '');
  if (/^[\u0020-\u007E]*$/.test(plain)) return plain.length;
  let width = 0;
  for (const { segment } of graphemes.segment(plain)) width += widthOf(segment);
  return width;
}

/** The text in at most so many columns, with an ellipsis where it was cut. Takes text without colours. */
export function truncate(text: string, columns: number): string {
  if (displayWidth(text) <= columns) return text;
  let width = 0;
  let kept = '';
  for (const { segment } of graphemes.segment(text)) {
    width += widthOf(segment);
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
  return text.split(/\r\n|[\n\r\u2028\u2029]/u).flatMap((paragraph) => {
    const lines: string[] = [];
    let line = '';
    for (const word of printable(paragraph).split(' ')) {
      const joined = line === '' ? word : `${line} ${word}`;
      if (line === '' || displayWidth(joined) <= columns) line = joined;
      else {
        lines.push(line);
        line = word;
      }
    }
    return [...lines, line].map((each) => truncate(each, columns));
  });
}

function widthOf(grapheme: string): number {
  if (invisible.test(grapheme)) return 0;
  return wide.test(grapheme) || grapheme.includes('\uFE0F') ? 2 : 1;
}
