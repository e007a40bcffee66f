import { checkAgainst, type Problem } from '../recipe/problems';
import { recipeSchema, type Recipe } from '../recipe/schema';

export type ParsedRecipe =
  | { readonly ok: true; readonly recipe: Recipe }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** A recipe from whatever was sent or read: checked, with every default filled in. Never throws. */
export function parseRecipe(value: unknown): ParsedRecipe {
  const checked = checkAgainst(recipeSchema, value, 'recipe');
  return checked.ok ? { ok: true, recipe: checked.value } : checked;
}
