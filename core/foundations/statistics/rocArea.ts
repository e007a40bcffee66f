import type { Interval } from './yieldInterval';
import { mean } from './mean';

/** A score with the truth about what was scored. */
export interface Labelled {
  readonly score: number;
  readonly positive: boolean;
}

/** Area under the ROC curve: how often a positive scores above a negative, ties counted half. */
export interface RocArea {
  readonly area: number;
  /** 95 %. */
  readonly interval: Interval;
  readonly positives: number;
  readonly negatives: number;
}

const z = 1.959_963_984_540_054;

/**
 * The area with DeLong's interval (DeLong, DeLong and Clarke-Pearson 1988; by midranks, Sun and Xu 2014), on the logit scale so
 * that it stays within 0 and 1. At an area of 0 or 1, where DeLong's variance is 0, the open end is the exact binomial bound of the
 * smaller class instead. Undefined where one of the classes is empty.
 */
export function rocArea(labelled: readonly Labelled[]): RocArea | undefined {
  const estimate = areaWithVariance(labelled);
  if (!estimate) return undefined;
  const { area, variance, positives, negatives } = estimate;
  return {
    area,
    interval: areaInterval(area, variance, Math.min(positives, negatives)),
    positives,
    negatives,
  };
}

/**
 * The area over the folds of a cross-validation: scores are compared within their fold only, for each fold has a model of its own
 * (LeDell, Petersen and van der Laan 2015). Mean of the folds' areas; the variance is the folds' DeLong variances over their
 * number squared. Folds without both classes are left out.
 */
export function crossValidatedArea(folds: readonly (readonly Labelled[])[]): RocArea | undefined {
  const estimates = folds.flatMap((fold) => areaWithVariance(fold) ?? []);
  if (estimates.length === 0) return undefined;
  const sum = (of: (estimate: AreaEstimate) => number): number =>
    estimates.reduce((total, estimate) => total + of(estimate), 0);
  const area = sum((estimate) => estimate.area) / estimates.length;
  const variance = sum((estimate) => estimate.variance) / estimates.length ** 2;
  const [positives, negatives] = [sum((one) => one.positives), sum((one) => one.negatives)];
  return {
    area,
    interval: areaInterval(area, variance, Math.min(positives, negatives)),
    positives,
    negatives,
  };
}

interface AreaEstimate {
  readonly area: number;
  readonly variance: number;
  readonly positives: number;
  readonly negatives: number;
}

function areaWithVariance(labelled: readonly Labelled[]): AreaEstimate | undefined {
  const ofPositives = labelled.filter(({ positive }) => positive).map(({ score }) => score);
  const ofNegatives = labelled.filter(({ positive }) => !positive).map(({ score }) => score);
  const [positives, negatives] = [ofPositives.length, ofNegatives.length];
  if (positives === 0 || negatives === 0) return undefined;
  const ranks = midranks([...ofPositives, ...ofNegatives]);
  const amongPositives = midranks(ofPositives);
  const amongNegatives = midranks(ofNegatives);
  const placements = {
    positive: ofPositives.map((_, index) => (ranks[index]! - amongPositives[index]!) / negatives),
    negative: ofNegatives.map(
      (_, index) => 1 - (ranks[positives + index]! - amongNegatives[index]!) / positives,
    ),
  };
  const area = mean(placements.positive);
  const variance = varianceOf(placements.positive) / positives + varianceOf(placements.negative) / negatives;
  return { area, variance, positives, negatives };
}

/** Ranks from 1; equal values share the mean of theirs. */
function midranks(values: readonly number[]): Float64Array {
  const order = values.map((_, index) => index).sort((left, right) => values[left]! - values[right]!);
  const ranks = new Float64Array(values.length);
  for (let start = 0; start < order.length;) {
    let end = start;
    while (end < order.length && values[order[end]!] === values[order[start]!]) end++;
    for (let at = start; at < end; at++) ranks[order[at]!] = (start + end + 1) / 2;
    start = end;
  }
  return ranks;
}

function areaInterval(area: number, variance: number, fewest: number): Interval {
  // With no inversion among n: the rule behind "three over n" for a one-sided 97.5 % bound.
  if (area >= 1) return [0.025 ** (1 / fewest), 1];
  if (area <= 0) return [0, 1 - 0.025 ** (1 / fewest)];
  const logit = Math.log(area / (1 - area));
  const spread = (z * Math.sqrt(variance)) / (area * (1 - area));
  const back = (value: number): number => 1 / (1 + Math.exp(-value));
  return [back(logit - spread), back(logit + spread)];
}

function varianceOf(values: readonly number[]): number {
  if (values.length < 2) return 0;
  const centre = mean(values);
  return values.reduce((sum, value) => sum + (value - centre) ** 2, 0) / (values.length - 1);
}
