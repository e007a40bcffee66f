/** A text as the bytes of UTF-8 that it is held in, by somebody else: good until more is read from there. */
export class TextBytes {
  constructor(
    readonly bytes: Buffer,
    readonly from: number,
    readonly to: number,
  ) {}

  get length(): number {
    return this.to - this.from;
  }

  /** Copies it to a place; returns its length. */
  write(to: Buffer, at: number): number {
    return this.bytes.copy(to, at, this.from, this.to);
  }

  toString(): string {
    return this.bytes.toString('utf8', this.from, this.to);
  }
}

/** A text that is written down and nothing else: of those that are held as bytes no string is made. */
export type StoredText = string | TextBytes;
