import { fnv1a } from './fnv1a';
import { wordPartsOf } from './words';

/** How often each place of a table occurs; places in the order in which they first occur. */
export type PlaceCounts = ReadonlyMap<number, number>;

/**
 * The words of texts and the pairs of words that follow each other, each counted at a place of a table of fixed size ("feature hashing";
 * Weinberger et al. 2009). Each text has a name, so that a word in one is not the same as in another.
 *
 * @param places A power of two.
 */
export function hashedWords(texts: Readonly<Record<string, string>>, places: number): PlaceCounts {
  const counts = new Map<number, number>();
  const count = (term: string): void => {
    const hash = fnv1a(term);
    const place = (hash ^ (hash >>> 16)) & (places - 1); // the low bits alone mix less
    counts.set(place, (counts.get(place) ?? 0) + 1);
  };
  for (const [name, text] of Object.entries(texts)) {
    let before: string | undefined;
    for (const word of wordPartsOf(text)) {
      count(`${name} ${word}`);
      if (before !== undefined) count(`${name} ${before} ${word}`);
      before = word;
    }
  }
  return counts;
}
