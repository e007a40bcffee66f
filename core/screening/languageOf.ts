import { cellOf, type CellKey } from '../vocabulary/cell';
import { languageCode } from '../foundations/language/languageCode';
import type { Recipe } from '../recipe/schema';

/** The language that an instruction was asked for in: its own attribute, else its cell's, else the recipe's. An ISO 639 code, or "und". */
export function languageOf(
  recipe: Recipe,
  { askedCell, askedLanguage }: { readonly askedCell: CellKey | null; readonly askedLanguage: string | null },
): string {
  const axes = Object.keys(recipe.coverage?.axes ?? {});
  const asked = askedLanguage ?? (askedCell === null ? undefined : cellOf(axes, askedCell)['language']);
  return asked === undefined ? recipe.language : languageCode(asked);
}
