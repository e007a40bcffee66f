import type { LabelledPair } from '../screening/calibration/labelledPair';
import { fewestForScorer, learnFromPairs, type PairLearning } from '../screening/calibration/learnFromPairs';
import type { Detection } from '../screening/calibration/detection';
import { fitThreshold } from '../screening/calibration/fitThreshold';
import type { StoredScorer } from '../foundations/statistics/logisticScorer';
import type { PairResults } from '../screening/calibration/pairFeatures';
import type { RocArea } from '../foundations/statistics/rocArea';
import type { Recipe } from '../recipe/schema';
import { thresholdIn, type ScoreThreshold, type ScoreThresholds } from '../recipe/scoreThreshold';
import type { Interval } from '../foundations/statistics/yieldInterval';
import { wilsonInterval } from '../foundations/statistics/yieldInterval';

/** One threshold of the recipe that moves. */
export interface MovedThreshold {
  /** As people write it: "judge.min". */
  readonly field: string;
  /** Undefined where the recipe had none. */
  readonly before: number | undefined;
  readonly after: number;
}

/** What verdicts teach the filters. */
export interface Refit {
  readonly moved: MovedThreshold;
  /** The learned scorer that the threshold belongs to; null where it is a filter's own score. */
  readonly scorer: StoredScorer | null;
  readonly expected: ExpectedGain;
}

/** What to expect of it on pairs that nobody looked at, by cross-validation. */
export interface ExpectedGain {
  readonly labels: {
    /** All that there were. */
    readonly given: number;
    /** Of those that the recipe as it is lets pass. */
    readonly good: number;
    readonly bad: number;
  };
  /** Share of good pairs among those that pass: as it is, and as it will be. */
  readonly precision: { readonly before: Estimate; readonly after: Estimate };
  /** Share of good pairs that still pass. */
  readonly recall: Estimate;
  /** How well its score separates bad from good: the area under the ROC curve. */
  readonly area: RocArea | null;
}

export interface Estimate {
  readonly value: number;
  readonly interval: Interval;
  readonly of: number;
}

/** Where a recipe has the threshold of a scorer that is learned from labels. */
const learnedThreshold = 'filters.learned.min';

/** A filter that left a score on fewer of the labelled pairs decides about too few. */
const minScored = 0.8;

interface Candidate {
  readonly moved: MovedThreshold;
  readonly scorer: StoredScorer | null;
  readonly found: Detection;
  readonly area: RocArea | null;
}

/**
 * Fits thresholds to people's verdicts on pairs that had passed every filter, and chooses the one that finds most of what they
 * rejected: of one filter, or of a scorer that is learned from all scores and the text, where there are labels enough. One threshold
 * moves at a time, so that `maxLost`, the share of good pairs that may go with the bad, holds for the whole. Undefined where nothing
 * tells bad from good, as far as cross-validation can see.
 *
 * @param thresholds Whose scores are compared with which numbers of the recipe.
 * @param given A pair's `item.results` are what the filters said of it. Pairs that thresholds moved since would keep out are left out.
 * @param reading How texts are read, where there are labels enough for a scorer.
 */
export async function refit(
  recipe: Recipe,
  given: readonly LabelledPair[],
  thresholds: ScoreThresholds,
  { maxLost, min }: { readonly maxLost: number; readonly min: number },
  reading: Omit<PairLearning, 'seed'> = {},
): Promise<Refit | undefined> {
  const labelled = given.filter(({ item }) => passes(recipe, thresholds, item.results));
  const bad = labelled.filter((one) => one.bad).length;
  const good = labelled.length - bad;
  if (given.length < min || bad === 0 || good === 0) return undefined;

  const candidates = [
    ...Object.entries(thresholds).map(([filter, known]) =>
      ofFilter(recipe, labelled, filter, known, maxLost),
    ),
    labelled.length >= fewestForScorer ? await ofScorer(recipe, labelled, maxLost, reading) : undefined,
  ];
  const best = candidates
    .flatMap((candidate) => candidate ?? [])
    .filter(({ found }) => gain(found) > 0)
    .sort((left, right) => gain(right.found) - gain(left.found))[0];
  if (!best) return undefined;

  const { passedGood, passedBad } = best.found;
  return {
    moved: best.moved,
    scorer: best.scorer,
    expected: {
      labels: { given: given.length, good, bad },
      precision: {
        before: estimate(good, labelled.length),
        after: estimate(passedGood, passedGood + passedBad),
      },
      recall: estimate(passedGood, good),
      area: best.area,
    },
  };
}

/** The recipe with one threshold moved; where it is a learned scorer's, the recipe asks for that scorer. */
export function withThreshold(recipe: Recipe, { moved }: Pick<Refit, 'moved'>): Recipe {
  const changed = structuredClone(recipe) as unknown as Record<string, unknown>;
  const path = moved.field.split('.');
  let place = changed;
  for (const key of path.slice(0, -1)) place = (place[key] ??= {}) as Record<string, unknown>;
  place[path.at(-1) ?? ''] = moved.after;
  return changed as unknown as Recipe;
}

/** Whether the scores of a pair, which had passed, would pass the recipe as it is now. */
function passes(recipe: Recipe, thresholds: ScoreThresholds, results: PairResults): boolean {
  return Object.entries(thresholds).every(([filter, threshold]) => {
    const [score, bound] = [results[filter]?.score, thresholdIn(recipe, threshold.field)];
    if (score === null || score === undefined || bound === undefined) return true;
    return threshold.side === 'min' ? score >= bound : score <= bound;
  });
}

function ofFilter(
  recipe: Recipe,
  labelled: readonly LabelledPair[],
  filter: string,
  known: ScoreThreshold,
  maxLost: number,
): Candidate | undefined {
  const before = thresholdIn(recipe, known.field);
  // Novelty tells what others there are, the learned scorer is fitted anew, and what the recipe leaves off stays off.
  if (before === undefined || filter === 'novelty' || filter === 'learned') return undefined;
  const judged = labelled.flatMap(({ item, bad }) => {
    const score = item.results[filter]?.score;
    return score === null || score === undefined ? [] : [{ score, bad }];
  });
  if (judged.length < minScored * labelled.length) return undefined;
  const fit = fitThreshold(
    judged,
    { kind: 'falseAlarms', max: maxLost },
    { side: known.side, seed: recipe.seed },
  );
  if (!fit || !Number.isFinite(fit.threshold)) return undefined;
  const isStricter = known.side === 'min' ? fit.threshold > before : fit.threshold < before;
  if (!isStricter) return undefined;
  return {
    moved: { field: known.field, before, after: fit.threshold },
    scorer: null,
    found: fit.expected,
    area: null,
  };
}

async function ofScorer(
  recipe: Recipe,
  labelled: readonly LabelledPair[],
  maxLost: number,
  reading: Omit<PairLearning, 'seed'>,
): Promise<Candidate | undefined> {
  const { seed } = recipe;
  const { stored, area, judged } = await learnFromPairs(labelled, { ...reading, seed });
  const fit = fitThreshold(judged, { kind: 'falseAlarms', max: maxLost }, { seed });
  if (!fit || !Number.isFinite(fit.threshold)) return undefined;
  const after = Math.min(1, Math.max(0, 1 - fit.threshold));
  return {
    moved: { field: learnedThreshold, before: thresholdIn(recipe, learnedThreshold), after },
    scorer: stored,
    found: fit.expected,
    area: area ?? null,
  };
}

/** What is found of the bad beyond what is lost of the good; 0 is chance. The lower ends of the intervals: luck is no gain. */
function gain({ recall, falseAlarms }: Detection): number {
  return (recall?.interval[0] ?? 0) - (falseAlarms?.value ?? 0);
}

function estimate(part: number, whole: number): Estimate {
  return {
    value: whole === 0 ? 0 : part / whole,
    interval: whole === 0 ? [0, 1] : wilsonInterval(part, whole),
    of: whole,
  };
}
