import { cosine } from './cosine';

export interface MarginalRelevance {
  /** How many to choose; all, where there are fewer. */
  readonly count: number;
  /** 0 to 1: how much being like the query weighs, against being unlike what is chosen already. */
  readonly lambda: number;
  /** What the choice is to be about. Left out: nothing, and only diversity counts. */
  readonly query?: Float32Array;
}

/**
 * Chooses candidates that are about the query and unlike each other, one after another: each time the one with the greatest
 * `lambda * cosine(candidate, query) - (1 - lambda) * cosine(candidate, nearest chosen one)`. Of equals, the one with the lower
 * index, so that without a query the first candidate is always the first choice: draw the order, where chance shall decide.
 *
 * Carbonell and Goldstein 1998, "The Use of MMR, Diversity-Based Reranking for Reordering Documents and Producing Summaries", section 2.
 *
 * @param candidates Vectors of length 1. @returns Indices of the chosen, in the order of choice. Takes count times n cosines.
 */
export function maximalMarginalRelevance(
  candidates: readonly Float32Array[],
  { count, lambda, query }: MarginalRelevance,
): number[] {
  const gain = candidates.map((candidate) => (query === undefined ? 0 : lambda * cosine(candidate, query)));
  /** Cosine to the nearest chosen one; while none is chosen, it is the same for all. */
  const nearest = new Float64Array(candidates.length).fill(-1);
  const score = (index: number): number => gain[index]! - (1 - lambda) * nearest[index]!;

  const left = candidates.map((_, index) => index);
  const chosen: number[] = [];
  while (chosen.length < count && left.length > 0) {
    const best = left.reduce((first, second) => (score(second) > score(first) ? second : first));
    chosen.push(best);
    left.splice(left.indexOf(best), 1);
    for (const index of left) {
      nearest[index] = Math.max(nearest[index]!, cosine(candidates[index]!, candidates[best]!));
    }
  }
  return chosen;
}
