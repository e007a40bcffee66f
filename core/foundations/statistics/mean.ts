/** In the order of the values: rounding included, the same on every machine. */
export function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

/** NaN where there are no values. */
export function mean(values: readonly number[]): number {
  return sum(values) / values.length;
}
