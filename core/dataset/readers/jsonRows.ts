import { isNoRows, layoutOf, type JsonLayout } from './jsonLayout';

/** A stretch of a text, and the line that it begins on, counted from 1. */
export interface NumberedText {
  readonly line: number;
  readonly text: string;
}

/**
 * Splits JSON into rows as it arrives: the lines of a text, the elements of the list that it begins with or of the lists in the object
 * that it is, or values that follow one another over as many lines as they like. So one malformed row has a line number and
 * spoils no other, and nothing but the row at hand is kept. Of what is no line only brackets and strings are understood; each row is left
 * for JSON.parse to judge. What follows the list comes last, as an element.
 */
export class JsonRows {
  #layout: JsonLayout | 'unknown' | 'afterList' = 'unknown';
  /** The row that has begun and not ended, and the line that it begins on. */
  #rest = '';
  #line = 1;
  #isLeft = false;
  #depth = 0;
  #inString = false;
  #escaped = false;
  /** What was read of an object around lists: the last string in it, and whether its list of rows is open. */
  #name = '';
  #stringStart = 0;
  #inRows = false;
  #mayBeRows = false;
  /** The last character that is neither white space nor in a string, and whether nothing but white space stands before on the line. */
  #before = '';
  #lineStarts = true;

  /** How much is kept, in UTF-16 code units: the row at hand. */
  get pending(): number {
    return this.#rest.length;
  }

  /** The line at which the row at hand begins. */
  get line(): number {
    return this.#line;
  }

  /** Whether each line is a row, so that one that is too long can be left. */
  get isOfLines(): boolean {
    return this.#layout === 'lines';
  }

  /** Leaves the row at hand: nothing of it is kept, nor of what its line goes on with. */
  leaveLine(): void {
    this.#rest = '';
    this.#isLeft = true;
  }

  /** Whether the text began with a list whose "]" has not come, or an object around lists whose "}" has not; at the end, that it was cut. */
  get isUnclosed(): boolean {
    return this.#layout === 'list' || (this.#layout === 'wrapped' && this.#depth + Number(this.#inRows) > 0);
  }

  /** The rows that end in the next stretch of the text. */
  push(text: string): NumberedText[] {
    return this.#layout === 'unknown' ? this.#begin(text, false) : this.#split(text);
  }

  /** The row that the end of the text ends, if there is one; more where all of the text was needed to tell how it is laid out. */
  end(): NumberedText[] {
    const rows = this.#layout === 'unknown' ? this.#begin('', true) : [];
    if (this.#layout === 'wrapped' && !this.#inRows) this.#rest = '';
    return [...rows, ...this.#take('')];
  }

  #begin(text: string, isWhole: boolean): NumberedText[] {
    const head = this.#rest + text;
    const start = head.search(/\S/u);
    if (start < 0) {
      this.#line += countLines(head);
      this.#rest = '';
      return [];
    }
    this.#line += countLines(head.slice(0, start));
    this.#rest = '';
    const layout = layoutOf(head.slice(start), isWhole);
    if (layout === undefined) {
      this.#rest = head.slice(start);
      return [];
    }
    this.#layout = layout;
    return this.#split(head.slice(layout === 'list' ? start + 1 : start));
  }

  #split(text: string): NumberedText[] {
    if (this.#layout === 'lines') return this.#splitLines(text);
    if (this.#layout === 'list') return this.#splitList(text);
    if (this.#layout === 'values') return this.#splitValues(text);
    if (this.#layout === 'wrapped') return this.#splitWrapped(text);
    this.#rest += text;
    return [];
  }

  #splitLines(text: string): NumberedText[] {
    const rows: NumberedText[] = [];
    let start = 0;
    if (this.#isLeft) {
      start = text.indexOf('\n') + 1;
      if (start === 0) return [];
      this.#isLeft = false;
      this.#line++;
    }
    for (let end = text.indexOf('\n', start); end >= 0; end = text.indexOf('\n', start)) {
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

  /** Values that follow one another, with or without commas between. */
  #splitValues(text: string): NumberedText[] {
    const rows: NumberedText[] = [];
    let start = 0;
    const take = (end: number): void => {
      rows.push(...this.#take(text.slice(start, end)));
      start = end;
    };
    for (let position = 0; position < text.length; position++) {
      const character = text[position]!;
      // A bracket that can follow nothing before it, or stands at a line's start inside of a text, begins another row: the one
      // before it was broken.
      const isLost = this.#inString || (this.#depth > 0 && !'[,:'.includes(this.#before));
      if (character === '{' && this.#lineStarts && isLost) {
        take(position);
        [this.#depth, this.#inString, this.#escaped] = [0, false, false];
      }
      this.#lineStarts = character === '\n';
      const closed = this.#follow(character);
      if (closed) take(position + 1);
      else if (character === ',' && this.#depth === 0 && !this.#inString) {
        take(position);
        start = position + 1;
      }
    }
    this.#rest += text.slice(start);
    return rows;
  }

  /** The objects of the lists in the object that the text is. What else it holds is no row. */
  #splitWrapped(text: string): NumberedText[] {
    const rows: NumberedText[] = [];
    let start = 0;
    const skip = (end: number): void => {
      this.#line += countLines(this.#rest + text.slice(start, end));
      [this.#rest, start] = ['', end];
    };
    for (let position = 0; position < text.length; position++) {
      const character = text[position]!;
      const depth = this.#depth;
      if (this.#inRows && !this.#inString && depth === 0 && (character === ',' || character === ']')) {
        rows.push(...this.#take(text.slice(start, position)));
        start = position + 1;
        if (character === ']') [this.#inRows, this.#depth, this.#before] = [false, 1, ']'];
        continue;
      }
      const wasInString = this.#inString;
      this.#follow(character);
      if (this.#inRows) continue;
      if (!wasInString && this.#inString) this.#stringStart = this.#rest.length + position - start + 1;
      else if (wasInString && !this.#inString)
        this.#name = (this.#rest + text.slice(start, position)).slice(this.#stringStart);
      else if (this.#mayBeRows && character === '{') {
        skip(position);
        [this.#inRows, this.#depth] = [true, 1];
      }
      if (/\S/u.test(character)) this.#mayBeRows = depth === 1 && character === '[' && !isNoRows(this.#name);
      // Between lists only a name that has begun is of use.
      if (!this.#inRows && !this.#inString) skip(position + 1);
    }
    this.#rest += text.slice(start);
    return rows;
  }

  /** Goes on by a character; tells whether it closes a value. */
  #follow(character: string): boolean {
    if (this.#inString) {
      if (this.#escaped) this.#escaped = false;
      else if (character === '\\') this.#escaped = true;
      else if (character === '"') this.#inString = false;
      return false;
    }
    if (character === '"') this.#inString = true;
    if (!/\s/u.test(character)) this.#before = character;
    if (character === '{' || character === '[') this.#depth++;
    else if (this.#depth > 0 && (character === '}' || character === ']')) return --this.#depth === 0;
    return false;
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
