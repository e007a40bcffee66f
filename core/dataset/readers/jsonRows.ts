/** A stretch of a text, and the line that it begins on, counted from 1. */
export interface NumberedText {
  readonly line: number;
  readonly text: string;
}

/**
 * Splits JSON into rows as it arrives: the lines of a text, or the elements of the list that it begins with. So one malformed
 * row has a line number and spoils no other, and nothing but the row at hand is kept. Of a list only brackets and strings are
 * understood; each element is left for JSON.parse to judge. What follows the list comes last, as an element.
 */
export class JsonRows {
  #layout: 'unknown' | 'lines' | 'list' | 'afterList' = 'unknown';
  /** The row that has begun and not ended, and the line that it begins on. */
  #rest = '';
  #line = 1;
  #depth = 0;
  #inString = false;
  #escaped = false;

  /** How much is kept, in UTF-16 code units: the row at hand. */
  get pending(): number {
    return this.#rest.length;
  }

  /** The line at which the row at hand begins. */
  get line(): number {
    return this.#line;
  }

  /** Whether the text began with a list whose "]" has not come; at the end, that it was cut. */
  get isUnclosed(): boolean {
    return this.#layout === 'list';
  }

  /** The rows that end in the next stretch of the text. */
  push(text: string): NumberedText[] {
    if (this.#layout !== 'unknown') return this.#split(text);
    const start = text.search(/\S/u);
    if (start < 0) {
      this.#line += countLines(text);
      return [];
    }
    this.#line += countLines(text.slice(0, start));
    this.#layout = text[start] === '[' ? 'list' : 'lines';
    return this.#split(text.slice(this.#layout === 'list' ? start + 1 : start));
  }

  /** The row that the end of the text ends, if there is one. */
  end(): NumberedText[] {
    return this.#take('');
  }

  #split(text: string): NumberedText[] {
    if (this.#layout === 'lines') return this.#splitLines(text);
    if (this.#layout === 'list') return this.#splitList(text);
    this.#rest += text;
    return [];
  }

  #splitLines(text: string): NumberedText[] {
    const rows: NumberedText[] = [];
    let start = 0;
    for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', start)) {
      rows.push(...this.#take(text.slice(start, end + 1)));
      start = end + 1;
    }
    this.#rest += text.slice(start);
    return rows;
  }

  #splitList(text: string): NumberedText[] {
    const rows: NumberedText[] = [];
    let start = 0;
    for (let position = 0; position < text.length; position++) {
      const character = text[position];
      if (this.#inString) {
        if (this.#escaped) this.#escaped = false;
        else if (character === '\\') this.#escaped = true;
        else if (character === '"') this.#inString = false;
      } else if (character === '"') this.#inString = true;
      else if (character === '{' || character === '[') this.#depth++;
      else if (this.#depth > 0 && (character === '}' || character === ']')) this.#depth--;
      else if (this.#depth === 0 && (character === ',' || character === ']')) {
        rows.push(...this.#take(text.slice(start, position)));
        start = position + 1;
        if (character === ']') {
          this.#layout = 'afterList';
          break;
        }
      }
    }
    this.#rest += text.slice(start);
    return rows;
  }

  /** Ends the row at hand: none where it is blank. */
  #take(last: string): NumberedText[] {
    const raw = this.#rest + last;
    const text = raw.trim();
    const line = this.#line + countLines(raw.slice(0, raw.length - raw.trimStart().length));
    this.#line += countLines(raw);
    this.#rest = '';
    return text === '' ? [] : [{ line, text }];
  }
}

function countLines(text: string): number {
  let lines = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) lines++;
  return lines;
}
