import { taskOf, type PoolMember } from './novelty/noveltyPool';

interface Judged extends Pick<PoolMember, 'instruction' | 'input'> {
  /** Neighbours that the judge called other tasks, as they were compared. */
  readonly judgedOther: readonly string[];
}

/**
 * For each of an iteration's candidates, everything that the judge called another task than it: whichever of the two was asked about,
 * since at the commit they are looked at in another order.
 */
export function neighboursJudgedOther(
  candidates: readonly Judged[],
): (candidate: Judged) => readonly string[] {
  const reverse = new Map<string, string[]>();
  for (const candidate of candidates) {
    for (const other of candidate.judgedOther) {
      const known = reverse.get(other) ?? [];
      known.push(candidate.instruction, taskOf(candidate));
      reverse.set(other, known);
    }
  }
  return (candidate) => [
    ...candidate.judgedOther,
    ...(reverse.get(candidate.instruction) ?? []),
    ...(reverse.get(taskOf(candidate)) ?? []),
  ];
}
