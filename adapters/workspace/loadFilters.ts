import type { Filter } from '../../core/screening/filters/filter';
import { filters } from '../../core/screening/filters/registry';
import { takenNames } from '../../core/screening/filters/takenNames';
import type { Recipe } from '../../core/recipe/schema';
import { loadFilterModules } from './loadFilterModules';

/**
 * Every filter that a recipe may switch on, for runs and for datasets alike: ours, then those of its own modules.
 *
 * @throws UserError where a module may not or cannot be loaded.
 */
export async function loadFilters(
  { filters: { modules } }: Recipe,
  place: { readonly workspace: string; readonly environment: Readonly<Record<string, string | undefined>> },
): Promise<readonly Filter[]> {
  return [...filters, ...(await loadFilterModules(modules, { ...place, known: takenNames }))];
}
