import type { Connection, Submittable } from 'pg';
import { TextBytes } from '../../core/foundations/text/storedText';

/** Bytes before the first row. */
const header = 19;
/** Bytes of rows that there is place for from the beginning, that are handed on however few rows they are, and whose place is kept for the next ones. */
const leastBytes = 1 << 16;
const enoughBytes = 1 << 21;
const mostKeptBytes = 1 << 22;

/** The fields of a row of binary COPY, one after the other in the order in which they were selected (PostgreSQL's documentation of COPY, "Binary Format"). */
export class CopiedFields {
  #bytes: Buffer = Buffer.alloc(0);
  #at = 0;
  #column = -1;
  /** By column: the last JSON, as a text and as what it says. */
  readonly #known: { readonly text: string; readonly value: unknown }[] = [];

  /** The row whose first field begins there. */
  begin(bytes: Buffer, at: number): this {
    this.#bytes = bytes;
    this.#at = at;
    this.#column = -1;
    return this;
  }

  /** Of four bytes. */
  integer(): number | null {
    return this.#next() < 0 ? null : this.#bytes.readInt32BE(this.#at - 4);
  }

  /** Of eight bytes. */
  float(): number | null {
    return this.#next() < 0 ? null : this.#bytes.readDoubleBE(this.#at - 8);
  }

  boolean(): boolean | null {
    return this.#next() < 0 ? null : this.#bytes[this.#at - 1] === 1;
  }

  text(): string | null {
    const length = this.#next();
    if (length <= 0) return length < 0 ? null : '';
    return this.#bytes.toString('utf8', this.#at - length, this.#at);
  }

  /** A text that stays where it is: good until the next rows are asked for. */
  textBytes(): TextBytes | null {
    const length = this.#next();
    return length < 0 ? null : new TextBytes(this.#bytes, this.#at - length, this.#at);
  }

  /** Of the type `jsonb`: a byte says which version it is. Rows that follow each other often say the same: then it is the very same value. */
  json<Value>(): Value | null {
    const length = this.#next();
    if (length < 0) return null;
    const text = this.#bytes.toString('utf8', this.#at - length + 1, this.#at);
    let known = this.#known[this.#column];
    if (known?.text !== text) known = this.#known[this.#column] = { text, value: JSON.parse(text) };
    return known.value as Value;
  }

  /** Goes behind the next field; its length, or less than 0 where it is null. */
  #next(): number {
    const length = this.#bytes.readInt32BE(this.#at);
    this.#column += 1;
    this.#at += length < 0 ? 4 : 4 + length;
    return length;
  }
}

/** Rows as PostgreSQL sent them, in one memory, which the next ones take. */
class SentRows {
  #bytes = Buffer.allocUnsafeSlow(leastBytes);
  #length = 0;
  /** Where the first field of each row begins. */
  #starts: number[] = [];

  /** Whether they are so many, or so long, that they are handed on. */
  areEnough(rows: number): boolean {
    return this.#starts.length >= rows || this.#length >= enoughBytes;
  }

  /** The same memory, without rows. */
  cleared(): this {
    this.#starts = [];
    this.#length = 0;
    if (this.#bytes.length > mostKeptBytes) this.#bytes = Buffer.allocUnsafeSlow(leastBytes);
    return this;
  }

  /** Takes the fields that a message has from there on. */
  add(message: Buffer, from: number): void {
    const length = this.#length + message.length - from;
    if (length > this.#bytes.length) {
      const grown = Buffer.allocUnsafeSlow(Math.max(length, 2 * this.#bytes.length));
      this.#bytes.copy(grown, 0, 0, this.#length);
      this.#bytes = grown;
    }
    message.copy(this.#bytes, this.#length, from);
    this.#starts.push(this.#length);
    this.#length = length;
  }

  read<Row>(fields: CopiedFields, rowOf: (fields: CopiedFields) => Row): Row[] {
    return this.#starts.map((start) => rowOf(fields.begin(this.#bytes, start)));
  }
}

/**
 * What a statement reads, as PostgreSQL holds it: no field is written as a text and read again, and none is looked at that nobody asks for. The server sends on, so
 * many rows ahead, and then waits. Rows are in memory that is filled again: those that are in use, those that come next, and those that come meanwhile.
 */
export class CopyOut<Row> implements Submittable {
  readonly #fields = new CopiedFields();
  #connection: Connection | undefined;
  /** Those that come, and those that wait to be read, in their order. */
  #filling = new SentRows();
  readonly #full: SentRows[] = [];
  #inUse: SentRows | undefined;
  readonly #free: SentRows[] = [];
  #hasBegun = false;
  #isOver = false;
  #failure: { readonly error: unknown } | undefined;
  #wake: () => void = () => undefined;

  /** @param text Without parameters: COPY takes none. */
  constructor(
    private readonly text: string,
    private readonly rowOf: (fields: CopiedFields) => Row,
    private readonly atOnce: number,
  ) {}

  /** The next rows; none where there are no more. What rows before them have of the memory that they came in is gone. */
  async next(): Promise<Row[]> {
    while (this.#full.length === 0 && !this.#isOver && !this.#failure)
      await new Promise<void>((resolve) => (this.#wake = resolve));
    if (this.#failure) throw this.#failure.error;
    if (this.#inUse) this.#free.push(this.#inUse.cleared());
    this.#inUse = this.#full.shift();
    if (this.#full.length === 0) this.#connection?.stream.resume();
    return this.#inUse?.read(this.#fields, this.rowOf) ?? [];
  }

  /** Whether the server has said all. */
  get isOver(): boolean {
    return this.#isOver;
  }

  // What the client calls.

  submit(connection: Connection): void {
    this.#connection = connection;
    connection.query(`copy (${this.text}) to stdout (format binary)`);
  }

  /** A message is a row, which begins with its number of fields: less than 0 at the end. Before the first there is the header. */
  handleCopyData({ chunk }: { readonly chunk: Buffer }): void {
    const at = this.#hasBegun ? 0 : header + chunk.readInt32BE(header - 4);
    this.#hasBegun = true;
    if (at === chunk.length || chunk.readInt16BE(at) < 0) return;
    this.#filling.add(chunk, at + 2);
    if (!this.#filling.areEnough(this.atOnce)) return;
    this.#full.push(this.#filling);
    this.#filling = this.#free.pop() ?? new SentRows();
    this.#wake();
    if (this.#full.length > 1) this.#connection?.stream.pause();
  }

  handleCommandComplete(): void {
    // ready for the next one is what counts
  }

  handleReadyForQuery(): void {
    this.#end();
  }

  handleError(error: unknown): void {
    this.#failure = { error };
    this.#end();
  }

  #end(): void {
    this.#isOver = true;
    this.#full.push(this.#filling);
    this.#connection?.stream.resume();
    this.#wake();
  }
}
