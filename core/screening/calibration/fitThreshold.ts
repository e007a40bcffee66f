import { detectionOf, f1Of, type Detection, type DetectionCounts } from './detection';
import { stratifiedFolds } from '../../foundations/statistics/folds';

/** Which side of a threshold is flagged: scores above the most that is allowed, or below the least. */
export type ThresholdSide = 'max' | 'min';

/** What a threshold is to reach: the best balance, or as much recall as one of these leaves. */
export type ThresholdGoal =
  | { readonly kind: 'f1' }
  | { readonly kind: 'precision'; readonly min: number }
  | { readonly kind: 'falseAlarms'; readonly max: number };

/** A score with a person's judgement of what was scored. */
export interface JudgedScore {
  readonly score: number;
  readonly bad: boolean;
}

export interface FittedThreshold {
  /** Scores beyond it are flagged, scores equal to it pass. Infinite where nothing can be flagged without missing the goal. */
  readonly threshold: number;
  /** On the labels that it was fitted to: too good by what it learned by heart. */
  readonly fitted: Detection;
  /** What to expect of others: each label judged by a threshold that was fitted without it (cross-validation). */
  readonly expected: Detection;
}

/**
 * The threshold that reaches the goal best on labelled scores. It lies halfway between two scores that occur, so that a new score
 * near either falls on its side. Undefined where the labels are all of one kind.
 */
export function fitThreshold(
  judged: readonly JudgedScore[],
  goal: ThresholdGoal,
  { side = 'max', folds = 10, seed = 42 }: { side?: ThresholdSide; folds?: number; seed?: number } = {},
): FittedThreshold | undefined {
  const labels = judged.map(({ bad }) => bad);
  if (labels.every((bad) => bad === labels[0])) return undefined;
  const threshold = bestThreshold(judged, goal, side);
  const foldOf = stratifiedFolds(labels, folds, seed);
  const heldOut = new Map<number, number>();
  for (const fold of new Set(foldOf)) {
    const others = judged.filter((_, index) => foldOf[index] !== fold);
    heldOut.set(fold, bestThreshold(others, goal, side));
  }
  return {
    threshold,
    fitted: detectionOf(judged.map(({ score, bad }) => ({ flagged: isBeyond(score, threshold, side), bad }))),
    expected: detectionOf(
      judged.map(({ score, bad }, index) => ({
        flagged: isBeyond(score, heldOut.get(foldOf[index] ?? 0) ?? threshold, side),
        bad,
      })),
    ),
  };
}

export function isBeyond(score: number, threshold: number, side: ThresholdSide): boolean {
  return side === 'max' ? score > threshold : score < threshold;
}

/** Walks the scores from the worst on, flagging one value more at a time. */
function bestThreshold(judged: readonly JudgedScore[], goal: ThresholdGoal, side: ThresholdSide): number {
  const sign = side === 'max' ? -1 : 1;
  const worstFirst = [...judged].sort((left, right) => sign * (left.score - right.score));
  const bad = judged.filter((one) => one.bad).length;
  let [flaggedBad, flaggedGood] = [0, 0];
  let best = { threshold: -sign * Infinity, merit: -Infinity };
  for (let index = 0; index < worstFirst.length; index++) {
    const here = worstFirst[index]!;
    if (here.bad) flaggedBad++;
    else flaggedGood++;
    const next = worstFirst[index + 1];
    if (next?.score === here.score) continue;
    const counts = {
      flaggedBad,
      flaggedGood,
      passedBad: bad - flaggedBad,
      passedGood: judged.length - bad - flaggedGood,
    };
    const merit = meritOf(counts, goal);
    const threshold = next ? (here.score + next.score) / 2 : here.score + sign;
    if (merit > best.merit) best = { threshold, merit };
  }
  return best.threshold;
}

function meritOf(counts: DetectionCounts, goal: ThresholdGoal): number {
  const { flaggedBad, flaggedGood, passedGood } = counts;
  if (flaggedBad === 0) return -Infinity;
  switch (goal.kind) {
    case 'f1':
      return f1Of(counts);
    case 'precision':
      return flaggedBad / (flaggedBad + flaggedGood) >= goal.min ? flaggedBad : -Infinity;
    case 'falseAlarms':
      return flaggedGood <= goal.max * (flaggedGood + passedGood) ? flaggedBad : -Infinity;
  }
}
