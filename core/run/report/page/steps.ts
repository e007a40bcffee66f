/** The beginning of a step of half a power of two. */
export function powerStep(step: number): number {
  return Math.round(2 ** (step / 2));
}

/** All steps from the first to the last that there is one of, so that a gap is seen as a gap. */
export function everyStep(steps: readonly number[]): number[] {
  if (steps.length === 0) return [];
  const first = steps.reduce((least, step) => Math.min(least, step));
  const last = steps.reduce((most, step) => Math.max(most, step));
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}
