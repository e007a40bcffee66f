/** As Cormack, Clarke and Büttcher (2009) have it: how little the first of a ranking counts for more than those that follow it. */
const usualConstant = 60;

/** What several rankings come to together. */
export interface Fused {
  readonly key: string;
  readonly score: number;
}

/**
 * One ranking of several, by ranks alone, since scores of different kinds can't be added: each ranking gives a key 1 / (constant + rank). Keys
 * of equal score are ordered by themselves, so that equal rankings give equal bytes.
 *
 * @param rankings Each of keys without repetition, the best first.
 */
export function fuseRankings(
  rankings: readonly (readonly string[])[],
  constant: number = usualConstant,
): readonly Fused[] {
  const scores = new Map<string, number>();
  for (const ranking of rankings)
    for (const [index, key] of ranking.entries())
      scores.set(key, (scores.get(key) ?? 0) + 1 / (constant + index + 1));
  return [...scores]
    .map(([key, score]) => ({ key, score }))
    .sort((one, other) => other.score - one.score || (one.key < other.key ? -1 : 1));
}
