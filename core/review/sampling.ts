import type { CellKey } from '../vocabulary/cell';
import type { Turn } from '../vocabulary/conversation';
import { seededRandom, type SeededRandom } from '../foundations/seededRandom';
import type { Recipe } from '../recipe/schema';
import type { ReviewSampler } from '../recipe/sections/review';
import { thresholdIn, type ScoreThresholds } from '../recipe/scoreThreshold';

/** What a filter said of a candidate, as far as a sample goes by it. */
export interface ReviewScore {
  readonly filter: string;
  readonly score: number | null;
  readonly passed: boolean;
  /** How far apart the judges were; null where there was one, or none. */
  readonly spread: number | null;
  /** Whether the filter had a doubt that people are to settle, and rejected it for that alone; left out: it had none. */
  readonly doubt?: boolean;
}

/** A candidate that people may be shown: it has a response. */
export interface Reviewable {
  readonly ordinal: number;
  /** What the commit makes of it without people. */
  readonly state: 'accepted' | 'rejected';
  readonly instruction: string;
  readonly input: string;
  readonly response: string;
  /** What follows the response; left out where nothing does. */
  readonly turns?: readonly Turn[];
  readonly family: string | null;
  readonly cell: CellKey | null;
  readonly scores: readonly ReviewScore[];
}

/** A candidate that was drawn, by which sampler, and how probable that was before the draw, in (0, 1]. */
export interface DrawnCandidate {
  readonly candidate: Reviewable;
  readonly kind: 'sample' | 'rejection';
  /** `doubt`: a filter could not tell, and all of these are drawn. */
  readonly drawnBy: ReviewSampler | 'doubt';
  readonly probability: number;
}

/** Nothing is so far from interesting that it is never drawn: a rate could not be weighted back to the whole set then. */
const minWeight = 0.05;

/**
 * Draws what people look at, each candidate by itself with a probability of its own (Poisson sampling), so that the probability
 * of being drawn is known exactly and rates can be weighted by its inverse (Horvitz and Thompson 1952).
 *
 * What passed every filter: `share` of it is expected, by probabilities proportional to `sum over samplers s of weight(s) * m(s)`,
 * where `m(s)` says how interesting the candidate is to s, and has the mean 1 over the iteration. Probabilities that would be
 * above 1 are 1, and the others take what that leaves. What a filter rejected: each with the probability `rejections`; all of what was rejected for a doubt alone.
 *
 * @param thresholds Whose scores are compared with which numbers of the recipe.
 */
export function drawSample(
  recipe: Recipe,
  review: Pick<NonNullable<Recipe['review']>, 'share' | 'by' | 'rejections'>,
  iteration: number,
  candidates: readonly Reviewable[],
  thresholds: ScoreThresholds,
): readonly DrawnCandidate[] {
  const random = seededRandom(recipe.seed, 'review', iteration);
  const passed = candidates.filter(({ state }) => state === 'accepted');
  const samplers = samplersOf(recipe, review, passed, thresholds);
  const weights = passed.map((_, index) =>
    samplers.reduce((sum, { weight, interest }) => sum + weight * (interest[index] ?? 0), 0),
  );
  const probabilities = inclusionProbabilities(weights, review.share);
  const probabilityOf = new Map(
    passed.map(({ ordinal }, index) => [ordinal, { index, p: probabilities[index] ?? 0 }]),
  );
  return candidates.flatMap((candidate): DrawnCandidate[] => {
    // Every candidate takes the same number of draws, so that one does not depend on what became of another.
    const [draw, which] = [random.uniform(), random.uniform()];
    const known = probabilityOf.get(candidate.ordinal);
    const isInDoubt = !known && isRejectedForDoubt(candidate);
    const probability = known ? known.p : isInDoubt ? 1 : review.rejections;
    if (draw >= probability) return [];
    return [
      {
        candidate,
        kind: known ? 'sample' : 'rejection',
        drawnBy: known ? creditedTo(samplers, known.index, which) : isInDoubt ? 'doubt' : 'random',
        probability,
      },
    ];
  });
}

/** Whether nothing stands against a candidate but doubts. */
function isRejectedForDoubt({ scores }: Reviewable): boolean {
  const against = scores.filter(({ passed }) => !passed);
  return against.length > 0 && against.every(({ doubt }) => doubt === true);
}

interface Sampler {
  readonly name: ReviewSampler;
  readonly weight: number;
  /** One for each candidate, with the mean 1. */
  readonly interest: readonly number[];
}

/** The samplers of the recipe that have something to go by here; where none has, candidates are drawn alike. */
function samplersOf(
  recipe: Recipe,
  { by }: Pick<NonNullable<Recipe['review']>, 'by'>,
  candidates: readonly Reviewable[],
  thresholds: ScoreThresholds,
): readonly Sampler[] {
  const samplers = Object.entries(by).flatMap(([sampler, weight]): Sampler[] => {
    const name = sampler as ReviewSampler;
    const interest = weight > 0 ? interests[name](candidates, recipe, thresholds) : undefined;
    return interest ? [{ name, weight, interest: withMeanOne(interest) }] : [];
  });
  return samplers.length > 0 ? samplers : [{ name: 'random', weight: 1, interest: candidates.map(() => 1) }];
}

/** How interesting each candidate is to a sampler, in any unit; undefined where there is nothing to go by. */
type Interest = (
  candidates: readonly Reviewable[],
  recipe: Recipe,
  thresholds: ScoreThresholds,
) => readonly number[] | undefined;

const interests: Readonly<Record<ReviewSampler, Interest>> = {
  random: (candidates) => candidates.map(() => 1),
  cell(candidates) {
    const counts = new Map<CellKey | null, number>();
    for (const { cell } of candidates) counts.set(cell, (counts.get(cell) ?? 0) + 1);
    return counts.size > 1 ? candidates.map(({ cell }) => 1 / (counts.get(cell) ?? 1)) : undefined;
  },
  nearThreshold(candidates, recipe, thresholds) {
    const distances = Object.entries(thresholds).flatMap(([filter, { field }]) => {
      const threshold = thresholdIn(recipe, field);
      if (threshold === undefined) return [];
      const scores = candidates.map((candidate) => scoreOf(candidate, filter));
      const unit = deviation(scores);
      return unit > 0
        ? [scores.map((score) => (score === null ? Infinity : Math.abs(score - threshold) / unit))]
        : [];
    });
    if (distances.length === 0) return undefined;
    return candidates.map((_, index) =>
      Math.exp(-Math.min(...distances.map((distance) => distance[index] ?? Infinity))),
    );
  },
  disagreement(candidates) {
    const spreads = candidates.map(({ scores }) => Math.max(0, ...scores.map(({ spread }) => spread ?? 0)));
    return spreads.some((spread) => spread > 0) ? spreads : undefined;
  },
  lowConfidence(candidates) {
    const lowest = candidates.map((candidate) => {
      const scores = ['judge', 'learned'].flatMap((filter) => scoreOf(candidate, filter) ?? []);
      return scores.length > 0 ? Math.min(...scores) : null;
    });
    const known = lowest.filter((score) => score !== null);
    const unit = deviation(lowest);
    if (unit === 0) return undefined;
    const min = Math.min(...known);
    return lowest.map((score) => (score === null ? 0 : Math.exp(-(score - min) / unit)));
  },
  factChecks(candidates) {
    const unsupported = candidates.map((candidate) => 1 - (scoreOf(candidate, 'grounded') ?? 1));
    return unsupported.some((share) => share > 0) ? unsupported : undefined;
  },
};

/** The lowest, where several responses were scored; null where the filter left no score. */
function scoreOf({ scores }: Reviewable, filter: string): number | null {
  const own = scores.flatMap((result) => (result.filter === filter ? (result.score ?? []) : []));
  return own.length > 0 ? Math.min(...own) : null;
}

/** Standard deviation of the numbers among them: the unit in which a score is near or far. */
function deviation(scores: readonly (number | null)[]): number {
  const known = scores.filter((score) => score !== null);
  const mean = known.reduce((sum, score) => sum + score, 0) / Math.max(1, known.length);
  return Math.sqrt(known.reduce((sum, score) => sum + (score - mean) ** 2, 0) / Math.max(1, known.length));
}

function withMeanOne(interest: readonly number[]): readonly number[] {
  const max = Math.max(...interest);
  const raised = interest.map((value) => Math.max(value, max * minWeight));
  const mean = raised.reduce((sum, value) => sum + value, 0) / Math.max(1, raised.length);
  return raised.map((value) => (mean > 0 ? value / mean : 1));
}

/**
 * Probabilities proportional to the weights, none above 1, of which the sum is `share` of their number: those that would be
 * above 1 are 1, and what they leave goes to the others.
 */
export function inclusionProbabilities(weights: readonly number[], share: number): readonly number[] {
  const certain = new Set<number>();
  for (;;) {
    const free = weights.reduce((sum, weight, index) => sum + (certain.has(index) ? 0 : weight), 0);
    const scale = free > 0 ? (share * weights.length - certain.size) / free : 0;
    const above = weights.flatMap((weight, index) =>
      !certain.has(index) && weight * scale >= 1 ? [index] : [],
    );
    if (above.length === 0) {
      return weights.map((weight, index) => (certain.has(index) ? 1 : Math.max(0, weight * scale)));
    }
    for (const index of above) certain.add(index);
  }
}

/** Which sampler a drawn candidate is credited to: each in proportion to what it added to the probability. */
function creditedTo(samplers: readonly Sampler[], index: number, draw: number): ReviewSampler {
  const parts = samplers.map(({ weight, interest }) => weight * (interest[index] ?? 0));
  let left = draw * parts.reduce((sum, part) => sum + part, 0);
  const chosen = samplers.find((_, position) => (left -= parts[position] ?? 0) < 0);
  return chosen?.name ?? 'random';
}

type Reviewers = NonNullable<Recipe['review']>['reviewers'];

/** Share of items that two people see, where a recipe does not say it. */
const usuallyTwice = 0.15;

/** Share of items that two people see: none where nobody says that there are two. */
export function twiceOf({ names, adjudicator, twice }: Reviewers): number {
  return twice ?? (names.length > 1 || adjudicator !== undefined ? usuallyTwice : 0);
}

/** Deals items to reviewers: in turn, and a part of them to two. `names` empty: to whoever comes. */
export function dealToReviewers(
  count: number,
  reviewers: Reviewers,
  random: SeededRandom,
): readonly { readonly needed: number; readonly assigned: readonly string[] }[] {
  const { names } = reviewers;
  const twice = names.length === 1 ? 0 : twiceOf(reviewers);
  let turn = names.length > 0 ? random.below(names.length) : 0;
  return Array.from({ length: count }, () => {
    const needed = random.uniform() < twice ? 2 : 1;
    const assigned =
      names.length === 0 ? [] : Array.from({ length: needed }, () => names[turn++ % names.length] ?? '');
    return { needed, assigned };
  });
}
