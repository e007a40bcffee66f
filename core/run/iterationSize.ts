import type { Recipe } from '../recipe/schema';

/** Candidates that a full iteration aims at: as the recipe says, else a twelfth of the target, within bounds. */
export function iterationSizeOf({ target, iteration }: Pick<Recipe, 'target' | 'iteration'>): number {
  return iteration.size ?? Math.min(400, Math.max(20, Math.ceil(target / 12)));
}
