import { cosine } from './cosine';

/**
 * Cosine of each vector of `left` to its nearest among `right`, exactly: every pair is compared. Vectors of length 1 and of
 * equal dimensions. -1 throughout where `right` is empty. Takes |left| times |right| cosines.
 */
export function nearestSimilarities(
  left: readonly Float32Array[],
  right: readonly Float32Array[],
): Float64Array {
  return Float64Array.from(left, (vector) => {
    let greatest = -1;
    for (const other of right) greatest = Math.max(greatest, cosine(vector, other));
    return greatest;
  });
}

/** The mean of `nearestSimilarities`: how much the one set repeats the other. Undefined where either is empty. */
export function nearestSimilarity(
  left: readonly Float32Array[],
  right: readonly Float32Array[],
): number | undefined {
  if (left.length === 0 || right.length === 0) return undefined;
  return nearestSimilarities(left, right).reduce((sum, similarity) => sum + similarity, 0) / left.length;
}
