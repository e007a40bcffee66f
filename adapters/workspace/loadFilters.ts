import type { Filter } from '../../core/screening/filters/filter';
import { filters } from '../../core/screening/filters/registry';
import { runsCode } from '../../core/screening/filters/runsCode';
import { takenNames } from '../../core/screening/filters/takenNames';
import type { Recipe } from '../../core/recipe/schema';
import { requireCode } from './allowCode';
import { loadFilterModules } from './loadFilterModules';

/**
 * Every filter that a recipe may switch on, for runs and for datasets alike: ours, then those of its own modules.
 *
 * @throws UserError where a module may not or cannot be loaded, or code is to be run where that is not allowed.
 */
export async function loadFilters(
  recipe: Recipe,
  place: { readonly workspace: string; readonly environment: Readonly<Record<string, string | undefined>> },
): Promise<readonly Filter[]> {
  if (runsCode.isOn(recipe)) requireCode(place.environment);
  const { modules } = recipe.filters;
  return [...filters, ...(await loadFilterModules(modules, { ...place, known: takenNames }))];
}
