import { createHash } from 'node:crypto';
import { normalisedText } from '../../foundations/text/normalisedText';
import type { SetRow } from './setPair';

/** What is remembered of a text, in bytes: of all of a row, enough that no two of a billion are taken for one. */
const widths = { content: 16, question: 8, response: 8, id: 8 } as const;
type Kind = keyof typeof widths;
const bytesPerSketch = Object.values(widths).reduce((sum, width) => sum + width, 0);
const offsets: Readonly<Record<Kind, number>> = { content: 0, question: 16, response: 24, id: 32 };

/**
 * What is remembered of each row of a set: hashes of all of it, of its question (but for case, space and marks), of its response with the turns after it, of
 * its id. 44 bytes a row with its place in an order, however long its texts.
 */
export class RowSketches {
  #bytes = Buffer.alloc(1024 * bytesPerSketch);
  #count = 0;

  get size(): number {
    return this.#count;
  }

  /** The row's place: rows are numbered from 0. */
  add({ id, instruction, input, response, turns }: SetRow): number {
    const start = this.#count * bytesPerSketch;
    if (start === this.#bytes.length) this.#bytes = Buffer.concat([this.#bytes, Buffer.alloc(start)]);
    const put = (kind: Kind, text: string): void => {
      createHash('sha256')
        .update(text)
        .digest()
        .copy(this.#bytes, start + offsets[kind], 0, widths[kind]);
    };
    put('content', JSON.stringify([instruction, input, response, turns]));
    put('question', JSON.stringify([normalisedText(instruction), normalisedText(input)]));
    put('response', JSON.stringify([response, turns]));
    if (id !== null) put('id', id); // eight zeros are no id
    return this.#count++;
  }

  /** Below 0, 0 or above, as that of one row comes before that of another, here or in another set. */
  compare(kind: Kind, at: number, others: RowSketches, other: number): number {
    const [start, otherStart] = [at, other].map((place) => place * bytesPerSketch + offsets[kind]) as [
      number,
      number,
    ];
    const width = widths[kind];
    return this.#bytes.compare(others.#bytes, otherStart, otherStart + width, start, start + width);
  }

  /** As a key of a map. */
  key(kind: Kind, at: number): string {
    const start = at * bytesPerSketch + offsets[kind];
    return this.#bytes.toString('latin1', start, start + widths[kind]);
  }

  /** Places in the order of their contents, which doesn't depend on the order of the rows; equal ones by their ids. */
  byContent(places: Iterable<number> = this.places()): Uint32Array {
    return Uint32Array.from(places).sort(
      (one, other) => this.compare('content', one, this, other) || this.compare('id', one, this, other),
    );
  }

  private *places(): Generator<number> {
    for (let at = 0; at < this.#count; at++) yield at;
  }
}

/** Rows of two sets: as many as are equal, and those that are left on either side, in the order of their contents. */
export interface Matched {
  readonly equal: number;
  readonly left: readonly [Uint32Array, Uint32Array];
}

/** Takes away the rows that both sets have, each as often as both have it. */
export function takeEqual(one: RowSketches, other: RowSketches): Matched {
  const [ones, others] = [one.byContent(), other.byContent()];
  const [left, otherLeft]: [number[], number[]] = [[], []];
  let [at, otherAt, equal] = [0, 0, 0];
  while (at < ones.length && otherAt < others.length) {
    const order = one.compare('content', ones[at]!, other, others[otherAt]!);
    if (order === 0) [at, otherAt, equal] = [at + 1, otherAt + 1, equal + 1];
    else if (order < 0) left.push(ones[at++]!);
    else otherLeft.push(others[otherAt++]!);
  }
  while (at < ones.length) left.push(ones[at++]!);
  while (otherAt < others.length) otherLeft.push(others[otherAt++]!);
  return { equal, left: [Uint32Array.from(left), Uint32Array.from(otherLeft)] };
}
