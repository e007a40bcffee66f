/** What several rankings come to together. */
export interface Fused {
  readonly key: string;
  readonly score: number;
}

/** What a ranking has at a place: a key, and how much that is worth. */
export interface Ranked {
  readonly key: string;
  /** 0 to 1; left out: 1. */
  readonly weight?: number;
}

/** How little the first of a ranking counts for more than those that follow it: the higher, the less. */
const usualConstant = 10;

/**
 * One ranking of several, by ranks, since scores of different kinds can't be added (Cormack, Clarke and Büttcher 2009): each ranking gives a key
 * weight / (constant + rank). Keys of equal score are ordered by themselves, so that equal rankings give equal bytes.
 *
 * @param rankings Each of keys without repetition, the best first.
 */
export function fuseRankings(
  rankings: readonly (readonly (string | Ranked)[])[],
  constant: number = usualConstant,
): readonly Fused[] {
  const scores = new Map<string, number>();
  for (const ranking of rankings)
    for (const [index, ranked] of ranking.entries()) {
      const { key, weight = 1 }: Ranked = typeof ranked === 'string' ? { key: ranked } : ranked;
      scores.set(key, (scores.get(key) ?? 0) + weight / (constant + index + 1));
    }
  return [...scores]
    .map(([key, score]) => ({ key, score }))
    .sort((one, other) => other.score - one.score || (one.key < other.key ? -1 : 1));
}
