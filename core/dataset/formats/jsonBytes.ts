import { isWellFormed } from '../../foundations/text/storable';
import type { DatasetSink } from './exportFormat';

/** Bytes that are held before the sink gets them, or a little more. */
const pieceBytes = 1 << 18;
/** Bytes of a text between two looks at how much is held. */
const stretch = 1 << 12;
/** A byte becomes at most six. */
const bufferBytes = pieceBytes + 7 * stretch;
/** Characters up to which a text of ASCII is written faster one by one. */
const fewCharacters = 32;

const [quote, backslash, comma, colon] = [0x22, 0x5c, 0x2c, 0x3a];
/** By byte: 0, or what follows the backslash where it can't stand for itself. */
const forms = new Uint8Array(256).fill('u'.charCodeAt(0), 0, 0x20);
for (const short of ['""', '\\\\', '\bb', '\ff', '\nn', '\rr', '\tt'])
  forms[short.charCodeAt(0)] = short.charCodeAt(1);

/**
 * Writes JSON in UTF-8: what `JSON.stringify` gives of plain JSON, byte for byte, in half its time where most of it is text, since texts become bytes first, and
 * are then looked at four bytes at a time.
 */
export class JsonBytes {
  #bytes = Buffer.allocUnsafeSlow(bufferBytes);
  #view = viewOf(this.#bytes);
  #length = 0;
  /** A text before it is looked at. */
  #text = Buffer.allocUnsafeSlow(bufferBytes);
  #textView = viewOf(this.#text);

  constructor(private readonly sink: DatasetSink) {}

  /** A value, and signs of ASCII around it. */
  write(value: unknown, before: string, after: string): void {
    this.#signs(before);
    this.#value(value);
    this.#signs(after);
  }

  /** Gives the sink what is held. */
  flush(): void {
    if (this.#length === 0) return;
    this.sink.write(this.#bytes.subarray(0, this.#length));
    this.#bytes = Buffer.allocUnsafeSlow(bufferBytes);
    this.#view = viewOf(this.#bytes);
    this.#length = 0;
  }

  #value(value: unknown): void {
    if (this.#length >= pieceBytes) this.flush();
    if (typeof value === 'string') this.#string(value);
    else if (Array.isArray(value)) this.#array(value);
    else if (typeof value === 'object' && value !== null) this.#object(value);
    else this.#signs(typeof value === 'number' && !Number.isFinite(value) ? 'null' : String(value));
  }

  #array(values: readonly unknown[]): void {
    this.#sign(0x5b);
    for (let at = 0; at < values.length; at += 1) {
      if (at > 0) this.#sign(comma);
      this.#value(values[at] ?? null);
    }
    this.#sign(0x5d);
  }

  #object(fields: object): void {
    this.#sign(0x7b);
    let isFirst = true;
    for (const name in fields) {
      const value = (fields as Readonly<Record<string, unknown>>)[name];
      if (value === undefined) continue;
      if (!isFirst) this.#sign(comma);
      isFirst = false;
      this.#string(name);
      this.#sign(colon);
      this.#value(value);
    }
    this.#sign(0x7d);
  }

  #string(text: string): void {
    if (text.length <= fewCharacters && this.#isWritten(text)) return;
    if (!isWellFormed(text)) {
      this.flush();
      return this.sink.write(JSON.stringify(text));
    }
    if (3 * text.length > this.#text.length) {
      this.#text = Buffer.allocUnsafeSlow(3 * text.length);
      this.#textView = viewOf(this.#text);
    }
    const length = this.#text.write(text);
    this.#sign(quote);
    for (let from = 0; from < length; from += stretch) {
      if (this.#length >= pieceBytes) this.flush();
      this.#escaped(from, Math.min(from + stretch, length));
    }
    this.#sign(quote);
  }

  /** Writes it where nothing in it needs more than a byte. */
  #isWritten(text: string): boolean {
    const bytes = this.#bytes;
    let to = this.#length;
    bytes[to++] = quote;
    for (let at = 0; at < text.length; at += 1) {
      const unit = text.charCodeAt(at);
      if (unit > 0x7f || forms[unit] !== 0) return false;
      bytes[to++] = unit;
    }
    bytes[to++] = quote;
    this.#length = to;
    return true;
  }

  /** Bytes of the text, those in it escaped that have to be. */
  #escaped(from: number, end: number): void {
    const [text, textView, bytes, view] = [this.#text, this.#textView, this.#bytes, this.#view];
    let to = this.#length;
    for (let at = from; at < end;) {
      while (at + 4 <= end) {
        const four = textView.getInt32(at, true);
        if (hasEscaped(four)) break;
        view.setInt32(to, four, true);
        at += 4;
        to += 4;
      }
      if (at === end) break;
      const byte = text[at++]!;
      const form = forms[byte]!;
      if (form === 0) {
        bytes[to++] = byte;
        continue;
      }
      bytes[to++] = backslash;
      bytes[to++] = form;
      if (form === forms[0]) to += bytes.write(byte.toString(16).padStart(4, '0'), to);
    }
    this.#length = to;
  }

  #signs(ascii: string): void {
    for (let at = 0; at < ascii.length; at += 1) this.#sign(ascii.charCodeAt(at));
  }

  #sign(byte: number): void {
    this.#bytes[this.#length++] = byte;
  }
}

/** Whether one of four bytes is below a blank, a quotation mark or a backslash (Bit Twiddling Hacks, "Determine if a word has a byte less than n"). */
function hasEscaped(four: number): boolean {
  const [quotes, backslashes] = [four ^ 0x22222222, four ^ 0x5c5c5c5c];
  const found =
    ((four - 0x20202020) & ~four) |
    ((quotes - 0x01010101) & ~quotes) |
    ((backslashes - 0x01010101) & ~backslashes);
  return (found & 0x80808080) !== 0;
}

function viewOf({ buffer }: Buffer): DataView {
  return new DataView(buffer);
}
