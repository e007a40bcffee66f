/**
 * Instructions of an iteration, and of each earlier one, that are compared at first. What is compared has to be embedded, which takes longer than all
 * else that an iteration computes.
 */
export const firstLook = 24;

/** How much less alike than decay two neighbours may be, and still give reason to look at more. */
const margin = 0.05;
/** Of the first look: among hundreds of tasks some are alike in any run. */
const fewestNear = 3;

/**
 * Whether what a first look found, cosines with the nearest neighbour, gives reason to look at all that is sampled. Whose mean is above `similarity` has most of
 * its neighbours within `margin` of it. A first look finds fewer of them, since there are fewer neighbours, but not as good as none.
 *
 * @param similarity Mean cosine above which a run repeats itself.
 */
export function asksForMore(nearest: ArrayLike<number>, similarity: number): boolean {
  return Array.from(nearest).filter((cosine) => cosine > similarity - margin).length >= fewestNear;
}
