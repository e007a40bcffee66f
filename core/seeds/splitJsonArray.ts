/** A stretch of a text, and the line that it begins on, counted from 1. */
export interface NumberedText {
  readonly line: number;
  readonly text: string;
}

export interface SplitArray {
  readonly elements: readonly NumberedText[];
  /** Whether the array's "]" was there; without it the text was cut. */
  readonly closed: boolean;
}

/**
 * The elements of a JSON array as separate texts, so that one malformed element has a line number and spoils no other. Only
 * brackets and strings are understood; each element is left for JSON.parse to judge. What follows the array comes last, as an
 * element.
 *
 * @param text begins with "[", white space aside.
 */
export function splitJsonArray(text: string): SplitArray {
  const elements: NumberedText[] = [];
  let start = text.indexOf('[') + 1;
  let line = 1 + countLines(text.slice(0, start));
  let depth = 0;
  let inString = false;
  let closed = false;

  const close = (end: number): void => {
    const raw = text.slice(start, end);
    const blank = raw.length - raw.trimStart().length;
    if (blank < raw.length) elements.push({ line: line + countLines(raw.slice(0, blank)), text: raw.trim() });
    line += countLines(raw);
    start = end + 1;
  };

  for (let position = start; position < text.length; position++) {
    const character = text[position];
    if (inString) {
      if (character === '\\') position++;
      else if (character === '"') inString = false;
    } else if (character === '"') inString = true;
    else if (character === '{' || character === '[') depth++;
    else if (depth > 0 && (character === '}' || character === ']')) depth--;
    else if (depth === 0 && character === ',') close(position);
    else if (depth === 0 && character === ']') {
      close(position);
      closed = true;
      break;
    }
  }
  close(text.length);
  return { elements, closed };
}

function countLines(text: string): number {
  let lines = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) lines++;
  return lines;
}
