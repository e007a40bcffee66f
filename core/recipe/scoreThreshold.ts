import type { Recipe } from './schema';

/** A number of the recipe that a filter's score is compared with: beyond it, it rejects. */
export interface ScoreThreshold {
  /** Which side is rejected: below the least that is asked for, or above the most that is allowed. */
  readonly side: 'min' | 'max';
  /** Where the recipe has it, as people write it: `filters.relevance.min`. */
  readonly field: string;
  /** A number on the other side, where there is one too. It is never fitted to labels. */
  readonly other?: string;
}

/** By the filter's name. */
export type ScoreThresholds = Readonly<Record<string, ScoreThreshold>>;

/** What a threshold is in a recipe; undefined where it has none. */
export function thresholdIn(recipe: Recipe, field: string): number | undefined {
  const found = field
    .split('.')
    .reduce<unknown>(
      (place, key) =>
        typeof place === 'object' && place !== null ? (place as Record<string, unknown>)[key] : undefined,
      recipe,
    );
  return typeof found === 'number' ? found : undefined;
}

/** Between which scores a filter passes, both ends included. */
export function boundsIn(
  recipe: Recipe,
  { side, field, other }: ScoreThreshold,
): { readonly min: number | undefined; readonly max: number | undefined } {
  const [own, opposite] = [
    thresholdIn(recipe, field),
    other === undefined ? undefined : thresholdIn(recipe, other),
  ];
  return side === 'min' ? { min: own, max: opposite } : { min: opposite, max: own };
}
