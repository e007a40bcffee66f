import { canonicalJson } from '../foundations/canonicalJson';
import { isPlainObject } from '../foundations/text/plainObject';
import { type Recipe } from './schema';

/** A field in which two recipes differ; undefined where one of them doesn't have it. A list counts as one field. */
export interface FieldDifference {
  readonly field: string;
  readonly before: unknown;
  readonly after: unknown;
}

/** Every field in which two recipes differ, in the order of the field's name. Empty exactly when their canonical JSON is equal. */
export function differenceOfRecipes(before: Recipe, after: Recipe): readonly FieldDifference[] {
  return differences(before, after, '');
}

function differences(before: unknown, after: unknown, field: string): readonly FieldDifference[] {
  if (isPlainObject(before) && isPlainObject(after)) {
    const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
    return keys.flatMap((key) =>
      differences(before[key], after[key], field === '' ? key : `${field}.${key}`),
    );
  }
  if (before === undefined || after === undefined) return before === after ? [] : [{ field, before, after }];
  return canonicalJson(before) === canonicalJson(after) ? [] : [{ field, before, after }];
}
