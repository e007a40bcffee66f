import type { Embed } from '../../core/foundations/embedding/embed';
import { quantise } from '../../core/foundations/embedding/quantise';

/** A passage, and how near it is. */
export interface NearPassage {
  readonly id: string;
  readonly similarity: number;
}

/**
 * The meanings of all passages of a corpus in memory, a byte a dimension: a hundred thousand passages are 38 MB. Each query is compared with all of
 * them; there is nothing to tune, and equal vectors give the same order everywhere.
 */
export class PassageVectors {
  private constructor(
    private readonly ids: readonly string[],
    private readonly dimensions: number,
    private readonly bytes: Int8Array,
    private readonly lengths: Float64Array,
  ) {}

  /** @param texts Some passages at a time. @param count How many there are in all. */
  static async of(
    texts: AsyncIterable<readonly { readonly id: string; readonly text: string }[]>,
    count: number,
    embed: Embed,
  ): Promise<PassageVectors> {
    const ids: string[] = [];
    const lengths = new Float64Array(count);
    let dimensions = 0;
    let bytes = new Int8Array();
    for await (const some of texts) {
      const vectors = await embed(some.map(({ text }) => text));
      for (const [index, { id }] of some.entries()) {
        const vector = vectors[index]!;
        if (dimensions === 0) {
          dimensions = vector.length;
          bytes = new Int8Array(count * dimensions);
        }
        const quantised = quantise(vector);
        bytes.set(quantised, ids.length * dimensions);
        let squares = 0; // whole numbers, exact
        for (const value of quantised) squares += value * value;
        lengths[ids.length] = Math.sqrt(squares);
        ids.push(id);
      }
    }
    return new PassageVectors(ids, dimensions, bytes, lengths);
  }

  /** The nearest, the best first; of equal ones the lower id. */
  nearest(vector: Float32Array, limit: number): readonly NearPassage[] {
    const { dimensions, bytes, lengths } = this;
    const best: NearPassage[] = [];
    let floor = -Infinity;
    for (let passage = 0, at = 0; passage < this.ids.length; passage++, at += dimensions) {
      let [a, b, c, d] = [0, 0, 0, 0];
      let index = 0;
      for (; index + 3 < dimensions; index += 4) {
        a += vector[index]! * bytes[at + index]!;
        b += vector[index + 1]! * bytes[at + index + 1]!;
        c += vector[index + 2]! * bytes[at + index + 2]!;
        d += vector[index + 3]! * bytes[at + index + 3]!;
      }
      for (; index < dimensions; index++) a += vector[index]! * bytes[at + index]!;
      const similarity = (a + b + (c + d)) / lengths[passage]!;
      if (similarity < floor) continue;
      best.push({ id: this.ids[passage]!, similarity });
      if (best.length >= 4 * limit) floor = keepBest(best, limit);
    }
    keepBest(best, limit);
    return best;
  }
}

/** Drops all but the best. Returns the similarity of the last one that is left. */
function keepBest(passages: NearPassage[], limit: number): number {
  passages.sort((one, other) => other.similarity - one.similarity || (one.id < other.id ? -1 : 1));
  passages.length = Math.min(limit, passages.length);
  return passages.length < limit ? -Infinity : (passages.at(-1)?.similarity ?? -Infinity);
}
