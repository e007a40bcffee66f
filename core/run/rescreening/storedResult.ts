import { boundsIn, type ScoreThresholds } from '../../recipe/scoreThreshold';
import type { Recipe } from '../../recipe/schema';
import type { StoredScore } from './screenedAgain';

/** What a stored score says under a recipe: its thresholds decide where they changed, else the result stands. */
export function passesNow(
  { filter, score, passed, reason }: StoredScore,
  before: Recipe,
  after: Recipe,
  thresholds: ScoreThresholds,
): { readonly passed: boolean; readonly reason: string | null } {
  const threshold = thresholds[filter];
  if (!threshold || score === null) return { passed, reason };
  const now = boundsIn(after, threshold);
  const then = boundsIn(before, threshold);
  if (now.min === then.min && now.max === then.max) return { passed, reason };
  const { min = -Infinity, max = Infinity } = now;
  if (score >= min && score <= max) return { passed: true, reason: null };
  const bound = score < min ? `at least ${min} is asked for` : `at most ${max} is allowed`;
  return { passed: false, reason: `it scored ${score.toFixed(2)}, ${bound}` };
}
