import { createHash } from 'node:crypto';
import { wordsOf } from '../../../foundations/text/words';

const dimensions = 256;

/**
 * Vectors of length 1 by the words of texts, rarer ones weighing more (tf-idf, hashed into a few dimensions): for a map of texts that nobody has
 * embedded. Near are texts that share words, whatever they mean.
 */
export function wordVectors(texts: readonly string[]): Float32Array[] {
  const words = texts.map((text) => [...new Set(wordsOf(text))]);
  const holders = new Map<string, number>();
  for (const own of words) for (const word of own) holders.set(word, (holders.get(word) ?? 0) + 1);
  const places = new Map([...holders.keys()].map((word) => [word, placeOf(word)]));
  return words.map((own) => {
    const vector = new Float32Array(dimensions);
    for (const word of own) {
      const weight = Math.log((1 + texts.length) / (holders.get(word) ?? 1));
      const { at, sign } = places.get(word) ?? { at: 0, sign: 1 };
      vector[at] = (vector[at] ?? 0) + sign * weight;
    }
    const length = Math.hypot(...vector) || 1;
    return vector.map((value) => value / length);
  });
}

function placeOf(word: string): { readonly at: number; readonly sign: number } {
  const digest = createHash('sha256').update(word).digest();
  return { at: digest.readUInt32BE(0) % dimensions, sign: (digest[4] ?? 0) % 2 === 0 ? 1 : -1 };
}
