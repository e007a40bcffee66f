import type { Interval } from '../../foundations/statistics/yieldInterval';
import { mean } from '../../foundations/statistics/mean';

/** What length has to do with a judge's scores. */
export interface LengthBias {
  readonly pairs: number;
  /** Pearson's correlation of the score with the logarithm of the response's length, and Fisher's 95 % interval of it. */
  readonly correlation: number;
  readonly interval: Interval;
  /** What a response of twice the length scores more: the slope of the least-squares line, for the recipe's `judge.lengthControl`. */
  readonly perDoubling: number;
}

/** Fewest pairs of which a correlation has an interval. */
const fewest = 4;
/** The normal distribution's 97.5 % quantile. */
const z = 1.959_963_984_540_054;

/**
 * Correlation of scores with lengths. It is no proof of a bias, since longer responses may be better ones.
 *
 * @returns null for fewer than four pairs, or where all scores or all lengths are the same.
 */
export function lengthBias(
  judged: readonly { readonly score: number; readonly length: number }[],
): LengthBias | null {
  if (judged.length < fewest) return null;
  const lengths = judged.map(({ length }) => Math.log2(Math.max(1, length)));
  const scores = judged.map(({ score }) => score);
  const [lengthMean, scoreMean] = [mean(lengths), mean(scores)];
  let [together, ofLengths, ofScores] = [0, 0, 0];
  for (const [index, length] of lengths.entries()) {
    const [one, other] = [length - lengthMean, (scores[index] ?? 0) - scoreMean];
    together += one * other;
    ofLengths += one * one;
    ofScores += other * other;
  }
  if (ofLengths === 0 || ofScores === 0) return null;
  const correlation = Math.max(-1, Math.min(1, together / Math.sqrt(ofLengths * ofScores)));
  const spread = z / Math.sqrt(judged.length - 3);
  return {
    pairs: judged.length,
    correlation,
    interval: [Math.tanh(Math.atanh(correlation) - spread), Math.tanh(Math.atanh(correlation) + spread)],
    perDoubling: together / ofLengths,
  };
}
