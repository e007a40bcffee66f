import type { Recipe } from '../../recipe/schema';
import type { StoredScore } from './screenedAgain';

/** Which side of a threshold of the recipe a filter rejects. */
interface ScoreThreshold {
  readonly side: 'least' | 'most';
  /** Where the recipe has it, for people. */
  readonly field: string;
  of(recipe: Recipe): number | undefined;
}

/** Filters whose decision is a comparison of their score with one number of the recipe. */
export const scoreThresholds: Readonly<Record<string, ScoreThreshold>> = {
  learned: { side: 'least', field: 'filters.learned.least', of: ({ filters }) => filters.learned?.least },
  relevance: {
    side: 'least',
    field: 'filters.relevance.least',
    of: ({ filters }) => filters.relevance?.least,
  },
  followingDifficulty: {
    side: 'most',
    field: 'filters.followingDifficulty.most',
    of: ({ filters }) => filters.followingDifficulty?.most,
  },
  judge: { side: 'least', field: 'judge.least', of: ({ judge }) => judge?.least },
  novelty: { side: 'most', field: 'novelty.threshold', of: ({ novelty }) => novelty.threshold },
  repetition: {
    side: 'most',
    field: 'filters.repetitionShare',
    of: ({ filters }) => filters.repetitionShare,
  },
};

interface Bounds {
  readonly least?: number | undefined;
  readonly most?: number | undefined;
}

/** Between which scores a filter passes; undefined where its verdict is no comparison with numbers of the recipe. */
function boundsOf(filter: string, recipe: Recipe): Bounds | undefined {
  if (filter === 'followingDifficulty') return recipe.filters.followingDifficulty;
  const threshold = scoreThresholds[filter];
  return threshold && { [threshold.side]: threshold.of(recipe) };
}

/** What a stored score says under a recipe: its thresholds decide where they changed, else the verdict stands. */
export function passesNow(
  { filter, score, passed, reason }: StoredScore,
  before: Recipe,
  after: Recipe,
): { readonly passed: boolean; readonly reason: string | null } {
  const now = boundsOf(filter, after);
  const then = boundsOf(filter, before);
  if (!now || score === null || (now.least === then?.least && now.most === then?.most))
    return { passed, reason };
  const { least = -Infinity, most = Infinity } = now;
  if (score >= least && score <= most) return { passed: true, reason: null };
  const bound = score < least ? `at least ${least} is asked for` : `at most ${most} is allowed`;
  return { passed: false, reason: `it scored ${score.toFixed(2)}, ${bound}` };
}
