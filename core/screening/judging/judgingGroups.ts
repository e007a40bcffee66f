import type { Recipe } from '../../recipe/schema';
import type { Turn } from '../../vocabulary/conversation';
import type { JudgedPair } from './judgement';

/** A candidate with the responses that are to be judged. */
export interface CandidateToJudge {
  readonly instruction: string;
  readonly responses: readonly {
    readonly input: string;
    readonly text: string;
    readonly turns?: readonly Turn[];
  }[];
}

/** Pairs that are judged together. */
export interface JudgingGroup {
  /** Position, among the candidates, of the one that its first pair is of: the shard that has this one asks for the group. */
  readonly candidate: number;
  readonly pairs: readonly JudgedPair[];
}

/**
 * The pairs of an iteration in the groups that go into one call, in the order of candidates and responses; a conversation is always alone. They
 * depend on the whole iteration and never on its shards, so that whoever reads the answers finds the same groups.
 */
export function judgingGroups(
  { judge }: Recipe,
  candidates: readonly CandidateToJudge[],
): readonly JudgingGroup[] {
  const atOnce = judge?.pairsPerCall ?? 1;
  const groups: { candidate: number; pairs: JudgedPair[] }[] = [];
  for (const [candidate, { instruction, responses }] of candidates.entries())
    for (const { input, text, turns = [] } of responses) {
      const pair = {
        instruction,
        input,
        response: text,
        ...(turns.length > 0 && { turns: turns.map(plain) }),
      };
      const last = groups.at(-1);
      const hasRoom = last && last.pairs.length < atOnce && !last.pairs[0]?.turns;
      if (hasRoom && !('turns' in pair)) last.pairs.push(pair);
      else groups.push({ candidate, pairs: [pair] });
    }
  return groups;
}

function plain({ message, response }: Turn): Turn {
  return { message, response };
}
