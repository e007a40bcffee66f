import { seededRandom } from '../foundations/seededRandom';
import type { Recipe } from '../recipe/schema';
import type { ScoreThresholds } from '../recipe/scoreThreshold';
import type { SeedTask } from '../vocabulary/seedTask';
import { plantChecks } from './plantedChecks';
import type { ReviewItem } from './reviewItem';
import { dealToReviewers, drawSample, type Reviewable } from './sampling';

/** An item as its commit makes it. The store knows the cell and the strategy by its candidate. */
export type NewReviewItem = Omit<ReviewItem, 'cell' | 'strategy'>;

/**
 * What people look at of one iteration, in batches of at most `review.max` items, which are about equally large: its sample, and
 * hidden checks among it, in random order. Empty where nothing was drawn. Equal arguments give equal batches.
 */
export function drawBatches(
  recipe: Recipe,
  review: NonNullable<Recipe['review']>,
  iteration: number,
  candidates: readonly Reviewable[],
  seeds: readonly SeedTask[],
  thresholds: ScoreThresholds,
): readonly (readonly NewReviewItem[])[] {
  // Taken back in, what was rejected before its conversation went on would leave as one that is cut short.
  const shown = recipe.conversation
    ? candidates.filter(({ state, turns }) => state === 'accepted' || turns !== undefined)
    : candidates;
  const sample = drawSample(recipe, review, iteration, shown, thresholds);
  if (sample.length === 0) return [];
  const random = seededRandom(recipe.seed, 'review batches', iteration);
  const drawn = new Set(sample.map(({ candidate }) => candidate.ordinal));
  const passed = candidates.filter(({ state }) => state === 'accepted');
  const bases = [
    ...random.shuffle(passed.filter(({ ordinal }) => !drawn.has(ordinal))),
    ...random.shuffle(passed.filter(({ ordinal }) => drawn.has(ordinal))),
  ];
  const wanted = sample.length * review.checks.share;
  const planted = Math.floor(wanted) + (random.uniform() < wanted % 1 ? 1 : 0);
  const items = random.shuffle([
    ...sample.map(({ candidate, ...how }) => ({ ...textsOf(candidate), ...how, expected: null })),
    ...plantChecks(planted, bases, seeds, random).map(({ candidate, ...check }) => ({
      ...check,
      kind: 'check' as const,
      ordinal: candidate.ordinal,
      probability: 1,
    })),
  ]);
  const dealt = dealToReviewers(items.length, review.reviewers, random);
  const batches = Math.ceil(items.length / review.max);
  const size = Math.ceil(items.length / batches);
  return Array.from({ length: batches }, (_, batch) =>
    items.slice(batch * size, (batch + 1) * size).map((item, index) => ({
      ...item,
      ...(dealt[batch * size + index] ?? { needed: 1, assigned: [] }),
      item: index + 1,
      iteration,
    })),
  );
}

function textsOf({ ordinal, instruction, input, response, turns }: Reviewable) {
  return { ordinal, instruction, input, response, ...(turns && { turns }) };
}
