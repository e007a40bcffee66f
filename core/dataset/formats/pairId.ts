import { createHash } from 'node:crypto';

/** A pair's name for ever: made of the run's seed and the pair's address, so that equal runs name equal pairs alike. */
export function pairId(seed: number, { iteration, ordinal }: { iteration: number; ordinal: number }): string {
  const digest = createHash('sha256').update(`${seed}/${iteration}/${ordinal}`).digest('hex');
  return `p${digest.slice(0, 16)}`;
}
