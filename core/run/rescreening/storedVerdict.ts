import { boundsIn, type ScoreThresholds } from '../../recipe/scoreThreshold';
import type { Recipe } from '../../recipe/schema';
import type { StoredScore } from './screenedAgain';

/** What a stored score says under a recipe: its thresholds decide where they changed, else the verdict stands. */
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
  if (now.least === then.least && now.most === then.most) return { passed, reason };
  const { least = -Infinity, most = Infinity } = now;
  if (score >= least && score <= most) return { passed: true, reason: null };
  const bound = score < least ? `at least ${least} is asked for` : `at most ${most} is allowed`;
  return { passed: false, reason: `it scored ${score.toFixed(2)}, ${bound}` };
}
