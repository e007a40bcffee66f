/** Vectors as the processor multiplies them: their numbers are widened once, and not for each product, which takes three times as long. */
export type WideVectors = readonly Float64Array[];

export function widened(vectors: readonly Float32Array[]): WideVectors {
  return vectors.map((vector) => Float64Array.from(vector));
}

/**
 * Cosine of each vector of `left` to its nearest among `right`, exactly: every pair is compared. Vectors of length 1 and of
 * equal dimensions. -1 throughout where `right` is empty. Takes |left| times |right| cosines.
 */
export function nearestSimilarities(left: WideVectors, right: WideVectors): Float64Array {
  return Float64Array.from(left, (vector) => {
    let greatest = -1;
    for (const other of right) greatest = Math.max(greatest, product(vector, other));
    return Math.min(1, greatest);
  });
}

/** The mean of `nearestSimilarities`: how much the one set repeats the other. Undefined where either is empty. */
export function nearestSimilarity(
  left: readonly Float32Array[],
  right: readonly Float32Array[],
): number | undefined {
  if (left.length === 0 || right.length === 0) return undefined;
  const nearest = nearestSimilarities(widened(left), widened(right));
  return nearest.reduce((sum, similarity) => sum + similarity, 0) / left.length;
}

/** Summed in the order of `cosine`, to the same bits. */
function product(left: Float64Array, right: Float64Array): number {
  let [a, b, c, d] = [0, 0, 0, 0];
  let index = 0;
  for (; index + 3 < left.length; index += 4) {
    a += left[index]! * right[index]!;
    b += left[index + 1]! * right[index + 1]!;
    c += left[index + 2]! * right[index + 2]!;
    d += left[index + 3]! * right[index + 3]!;
  }
  for (; index < left.length; index++) a += left[index]! * right[index]!;
  return a + b + (c + d);
}
