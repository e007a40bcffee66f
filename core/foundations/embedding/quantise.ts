/**
 * A vector as signed bytes, one a dimension, scaled so that the largest magnitude is 127. Its length is lost, which says
 * nothing of a vector whose length is 1.
 * @throws RangeError for a vector without a direction: all zeros, or not finite.
 */
export function quantise(vector: Float32Array): Int8Array {
  let largest = 0;
  for (const value of vector) largest = Math.max(largest, Math.abs(value)); // NaN, once in, stays
  if (!(largest > 0 && largest < Infinity)) {
    throw new RangeError(
      `A vector of ${vector.length} dimensions has no direction: it is zero or not finite.`,
    );
  }
  return Int8Array.from(vector, (value) => Math.round((value / largest) * 127));
}

/** The vector of length 1 in the direction of those bytes. Equal bytes give equal bits on every machine. */
export function dequantise(bytes: Int8Array): Float32Array {
  let squares = 0; // whole numbers, exact
  for (const value of bytes) squares += value * value;
  const length = Math.sqrt(squares);
  return Float32Array.from(bytes, (value) => value / length);
}
