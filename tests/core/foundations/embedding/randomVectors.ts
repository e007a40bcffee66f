import { seededRandom } from '../../../../core/foundations/seededRandom';

/** Vectors of length 1, in directions drawn evenly enough for a test. */
export function randomVectors(count: number, dimensions: number, seed = 1): Float32Array[] {
  const random = seededRandom(seed, 'vectors');
  return Array.from({ length: count }, () =>
    unit(Array.from({ length: dimensions }, () => random.uniform() - 0.5)),
  );
}

export function unit(values: readonly number[]): Float32Array {
  const length = Math.hypot(...values);
  return Float32Array.from(values, (value) => value / length);
}

/** A cosine by the book. */
export function plainCosine(left: Float32Array, right: Float32Array): number {
  return left.reduce((sum, value, index) => sum + value * right[index]!, 0);
}
