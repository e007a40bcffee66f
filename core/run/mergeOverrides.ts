import { parseRecipe, type ParsedRecipe } from './parseRecipe';
import { isPlainObject, type PlainObject } from '../foundations/text/plainObject';

/**
 * The recipe with the fields that `overrides` names replaced: objects are merged field by field, lists are replaced whole. The
 * recipe must be valid by itself, and what comes out is checked by the same schema. Never throws.
 */
export function mergeOverrides(recipe: unknown, overrides: unknown): ParsedRecipe {
  const base = parseRecipe(recipe);
  if (!base.ok || overrides === undefined) return base;
  if (!isPlainObject(overrides)) {
    const message = '"overrides" must be an object with fields of the recipe, such as {"target": 50}.';
    return { ok: false, problems: [{ field: 'overrides', message }] };
  }
  return parseRecipe(merge(base.recipe, overrides));
}

/** Object.fromEntries defines fields instead of assigning them, so a field named __proto__ stays a field, and the schema refuses it. */
function merge(base: PlainObject, overrides: PlainObject): PlainObject {
  const replaced = Object.entries(overrides).map(([key, override]) => {
    const current = Object.hasOwn(base, key) ? base[key] : undefined;
    return [key, isPlainObject(current) && isPlainObject(override) ? merge(current, override) : override];
  });
  return Object.fromEntries([...Object.entries(base), ...replaced] as [string, unknown][]);
}
