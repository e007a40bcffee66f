import type { Turn } from '../../vocabulary/conversation';
import type { Recipe } from '../../recipe/schema';
import { highestScore, meanAspects, type AspectScores } from './rubric';
import { mean } from '../../foundations/statistics/mean';

/** What is judged. */
export interface JudgedPair {
  readonly instruction: string;
  /** Empty where the instruction needs none. */
  readonly input: string;
  readonly response: string;
  /** What the conversation goes on with after the response: it is judged as a whole. Left out where it ends with it. */
  readonly turns?: readonly Turn[];
}

/** What one judge says of a pair. */
export interface Opinion {
  /** Endpoint and model: "openai/gpt-4o-mini". */
  readonly judge: string;
  /** From 0 to 1. */
  readonly score: number;
  /** As the judge gave them; means, where it was asked in both orders. */
  readonly aspects: AspectScores;
  /** The evidence of the lowest aspect, in the judge's words. */
  readonly reason: string;
  /** Prompt and version, as in "judge@1". */
  readonly prompt: string;
  /** Its score nearer to the call's beginning less its score nearer to the end; absent where it was not asked in both orders. */
  readonly positionEffect?: number;
}

/** What all judges come to. */
export interface ScoredJudgement extends Omit<Opinion, 'judge'> {
  /** Before the correction for length; absent where the recipe asks for none. */
  readonly uncorrected?: number;
  /** Characters of the response; of a conversation, of all its responses. */
  readonly length: number;
  /** One for each judge. */
  readonly opinions: readonly Opinion[];
  /** The highest score of a judge less the lowest. */
  readonly spread: number;
  /** Whether they are further apart than the recipe's `judge.disagreement`. */
  readonly disagrees: boolean;
  /** The ledger's keys of all calls that it took. */
  readonly calls: readonly string[];
}

export type Judgement =
  | ScoredJudgement
  /** Why a judge's answer could not be used, and what came. */
  | { readonly unreadable: string; readonly raw: string; readonly calls: readonly string[] };

type JudgeSection = NonNullable<Recipe['judge']>;

/** What the opinions of all judges come to, as the recipe combines them. There must be at least one. */
export function combineOpinions(
  opinions: readonly Opinion[],
  { response, turns = [] }: Pick<JudgedPair, 'response' | 'turns'>,
  calls: readonly string[],
  recipe: Pick<JudgeSection, 'combine' | 'disagreement' | 'lengthControl'>,
): ScoredJudgement {
  const lowest = opinions.reduce((low, opinion) => (opinion.score < low.score ? opinion : low));
  const scores = opinions.map(({ score }) => score);
  const spread = Math.max(...scores) - lowest.score;
  const isLowest = recipe.combine === 'lowest';
  const aspects = isLowest ? lowest.aspects : meanAspects(opinions.map((opinion) => opinion.aspects));
  const uncorrected = isLowest ? lowest.score : mean(scores);
  const effects = opinions.flatMap(({ positionEffect }) => positionEffect ?? []);
  const length = [{ response }, ...turns].reduce((sum, turn) => sum + turn.response.length, 0);
  return {
    score: recipe.lengthControl
      ? withoutLength(uncorrected, highestScore(aspects), length, recipe.lengthControl)
      : uncorrected,
    ...(recipe.lengthControl && { uncorrected }),
    aspects,
    reason: lowest.reason,
    prompt: lowest.prompt,
    ...(effects.length > 0 && { positionEffect: mean(effects) }),
    length,
    opinions,
    spread,
    disagrees: opinions.length > 1 && spread > recipe.disagreement,
    calls,
  };
}

/** Takes off what length is worth to the judge. A short response never rises above what its accuracy and safety allow. */
function withoutLength(
  score: number,
  highest: number,
  length: number,
  { perDoubling, length: neutral }: NonNullable<JudgeSection['lengthControl']>,
): number {
  const corrected = score - perDoubling * Math.log2(Math.max(1, length) / neutral);
  return Math.max(0, Math.min(corrected, highest));
}
