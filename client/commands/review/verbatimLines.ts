import { displayWidth } from '../../terminal/displayWidth';

// Control and invisible formatting characters must not steer the terminal; the joiners that some scripts and emoji need stay.
const steering = /(?![\u200C\u200D])[\p{Cc}\p{Cf}\u2028\u2029]/gu;
const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/**
 * The lines of a text from elsewhere as it was written, its spaces and indentation kept, each at most so many columns wide. A longer
 * line is broken after a space where it has one, and goes on under its own indentation.
 */
export function verbatimLines(text: string, columns: number): string[] {
  return text
    .trimEnd()
    .split(/\r\n|[\n\r\u2028\u2029]/u)
    .flatMap((line) => broken(line.replaceAll('\t', '    ').replace(steering, ''), columns));
}

function broken(line: string, columns: number): string[] {
  const indent = (/^ */.exec(line)?.[0] ?? '').slice(0, Math.floor(columns / 2));
  const lines: string[] = [];
  for (let rest = line; ;) {
    if (displayWidth(rest) <= columns) return [...lines, rest.trimEnd()];
    const fitting = within(rest, columns);
    const space = fitting.lastIndexOf(' ');
    const end = space >= indent.length + columns / 4 ? space + 1 : fitting.length;
    lines.push(rest.slice(0, end).trimEnd());
    rest = indent + rest.slice(end).trimStart();
  }
}

/** As much of the beginning as fits; at least one character, so that whoever goes on comes to an end. */
function within(text: string, columns: number): string {
  let kept = '';
  let width = 0;
  for (const { segment } of graphemes.segment(text)) {
    width += displayWidth(segment);
    if (width > columns && kept.trim() !== '') break;
    kept += segment;
  }
  return kept;
}
