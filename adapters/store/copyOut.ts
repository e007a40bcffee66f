import type { Connection, Submittable } from 'pg';

/** Bytes before the first row. */
const header = 19;

/** The fields of a row of binary COPY, one after the other in the order in which they were selected (PostgreSQL's documentation of COPY, "Binary Format"). */
export class CopiedFields {
  #bytes: Buffer = Buffer.alloc(0);
  #at = 0;
  #column = -1;
  /** By column: the last JSON, as a text and as what it says. */
  readonly #known: { readonly text: string; readonly value: unknown }[] = [];

  /** The row that begins there; false where the end does. */
  begin(bytes: Buffer, at: number): boolean {
    this.#bytes = bytes;
    this.#at = at + 2;
    this.#column = -1;
    return bytes.readInt16BE(at) >= 0;
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

/**
 * What a statement reads, as PostgreSQL holds it: no field is written as a text and read again, and none is looked at that nobody asks for. The server sends on, so
 * many rows ahead, and then waits.
 */
export class CopyOut<Row> implements Submittable {
  readonly #fields = new CopiedFields();
  #connection: Connection | undefined;
  #rows: Row[] = [];
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

  /** The next rows; none where there are no more. */
  async next(): Promise<Row[]> {
    while (this.#rows.length < this.atOnce && !this.#isOver && !this.#failure)
      await new Promise<void>((resolve) => (this.#wake = resolve));
    if (this.#failure) throw this.#failure.error;
    const rows = this.#rows.splice(0, this.atOnce);
    if (this.#rows.length < this.atOnce) this.#connection?.stream.resume();
    return rows;
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

  /** A message is a row; before the first there is the header. */
  handleCopyData({ chunk }: { readonly chunk: Buffer }): void {
    const at = this.#hasBegun ? 0 : header + chunk.readInt32BE(header - 4);
    this.#hasBegun = true;
    if (this.#failure || at === chunk.length || !this.#fields.begin(chunk, at)) return;
    try {
      this.#rows.push(this.rowOf(this.#fields));
    } catch (error) {
      this.#failure = { error }; // nobody above would catch it
    }
    if (this.#failure || this.#rows.length === this.atOnce) this.#wake();
    if (this.#rows.length >= 2 * this.atOnce) this.#connection?.stream.pause();
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
    this.#connection?.stream.resume();
    this.#wake();
  }
}
