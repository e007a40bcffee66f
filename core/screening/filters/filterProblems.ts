import type { Problem } from '../../recipe/problems';
import type { Recipe } from '../../recipe/schema';
import type { Filter } from './filter';
import { filters } from './registry';

/** What filters find wrong with their fields beyond the schema, told before anything is paid for. */
export function filterProblems(recipe: Recipe): readonly Problem[] {
  return (filters as readonly Filter[]).flatMap((filter) => filter.problems?.(recipe) ?? []);
}
