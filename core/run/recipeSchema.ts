import type { z } from 'zod';
import type { FilterFields } from '../screening/filters/filter';
import { filters } from '../screening/filters/registry';
import { generalRecipe } from '../recipe/schema';
import { filtersSection } from '../recipe/sections/filters';

type Intersection<Union> = (Union extends unknown ? (each: Union) => void : never) extends (
  all: infer All,
) => void
  ? All
  : never;
type AllFields = Intersection<(typeof filters)[number]['fields']>;

/** What every recipe has, and in its section `filters` the fields of every filter. What users write is checked by `fullRecipeSchema`. */
export const recipeSchema = generalRecipe.extend({ filters: filtersSection(fieldsOf(filters) as AllFields) });

/** A recipe as people write it. */
export type RecipeInput = z.input<typeof recipeSchema>;

/** @throws Error where two filters give one field two schemas: a filter of ours is written wrongly. */
function fieldsOf(all: readonly { readonly name: string; readonly fields: FilterFields }[]): FilterFields {
  const fields: Record<string, FilterFields[string]> = {};
  for (const filter of all)
    for (const [field, schema] of Object.entries(filter.fields)) {
      if ((fields[field] ??= schema) !== schema)
        throw new Error(
          `The filter ${filter.name} has a field "${field}" that another filter defines otherwise.`,
        );
    }
  return fields;
}
