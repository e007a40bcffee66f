import type { Recipe } from '../../recipe/schema';
import type { JudgedPair } from './judgement';

/** A candidate with the responses that are to be judged. */
export interface CandidateToJudge {
  readonly instruction: string;
  readonly responses: readonly { readonly input: string; readonly text: string }[];
}

/** Pairs that are judged together. */
export interface JudgingGroup {
  /** Position, among the candidates, of the one that its first pair is of: the shard that has this one asks for the group. */
  readonly candidate: number;
  readonly pairs: readonly JudgedPair[];
}

/**
 * The pairs of an iteration in the groups that go into one call, in the order of candidates and responses. They depend on the whole
 * iteration and never on its shards, so that whoever reads the answers finds the same groups.
 */
export function judgingGroups(
  { judge }: Recipe,
  candidates: readonly CandidateToJudge[],
): readonly JudgingGroup[] {
  const atOnce = judge?.pairsPerCall ?? 1;
  const pairs = candidates.flatMap(({ instruction, responses }, candidate) =>
    responses.map(({ input, text }) => ({ candidate, pair: { instruction, input, response: text } })),
  );
  return Array.from({ length: Math.ceil(pairs.length / atOnce) }, (_, index) => {
    const group = pairs.slice(index * atOnce, (index + 1) * atOnce);
    return { candidate: group[0]?.candidate ?? 0, pairs: group.map(({ pair }) => pair) };
  });
}
