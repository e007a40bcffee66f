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
  return Float64Array.from(left, (vector) => Math.min(1, greatestProduct(vector, right)));
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

/** Summed in the order of `cosine`, to the same bits. In one function, since each number that is returned is an object of its own. */
function greatestProduct(vector: Float64Array, others: WideVectors): number {
  let greatest = -1;
  for (const other of others) {
    let a = 0;
    let b = 0;
    let c = 0;
    let d = 0;
    let index = 0;
    for (; index + 3 < vector.length; index += 4) {
      a += vector[index]! * other[index]!;
      b += vector[index + 1]! * other[index + 1]!;
      c += vector[index + 2]! * other[index + 2]!;
      d += vector[index + 3]! * other[index + 3]!;
    }
    for (; index < vector.length; index++) a += vector[index]! * other[index]!;
    greatest = Math.max(greatest, a + b + (c + d));
  }
  return greatest;
}
