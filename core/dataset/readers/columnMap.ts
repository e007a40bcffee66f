import { isPlainObject, type PlainObject } from '../../foundations/text/plainObject';

/** Which column or field holds what, where it has another name. A dotted path leads into objects and lists: "messages.0.content". */
export interface ColumnMap {
  readonly instruction?: string | undefined;
  readonly input?: string | undefined;
  readonly response?: string | undefined;
  readonly classification?: string | undefined;
  readonly group?: string | undefined;
}

/** The value at a path; undefined where there is none. A column whose own name has dots comes first. */
export function valueAtPath(row: PlainObject, path: string): unknown {
  if (Object.hasOwn(row, path)) return row[path];
  let value: unknown = row;
  for (const step of path.split('.')) {
    if (Array.isArray(value)) value = /^\d+$/.test(step) ? (value as unknown[])[Number(step)] : undefined;
    else value = isPlainObject(value) && Object.hasOwn(value, step) ? value[step] : undefined;
  }
  return value;
}

/** What a list of columns is to people: their names, the first twelve. */
export function describeColumns(names: readonly string[]): string {
  if (names.length === 0) return 'no column';
  const shown = names.slice(0, 12).map((name) => (name.length > 40 ? `${name.slice(0, 39)}…` : name));
  return `${shown.join(', ')}${names.length > shown.length ? ` and ${names.length - shown.length} more` : ''}`;
}
