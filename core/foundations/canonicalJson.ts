/**
 * JSON with the keys of every object sorted by code unit and no white space: equal values give equal bytes, whatever the order
 * in which they were written. Fields that are undefined are left out, as JSON.stringify does. It is what gets hashed.
 *
 * @throws TypeError for what JSON has no word for (undefined, a function, a bigint, a number that isn't finite), since leaving
 * it out silently would give different values one hash.
 */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value === 'object' && value !== null) {
    let json = '';
    for (const key of Object.keys(value).sort()) {
      const field = (value as Readonly<Record<string, unknown>>)[key];
      if (field !== undefined)
        json += `${json === '' ? '' : ','}${JSON.stringify(key)}:${canonicalJson(field)}`;
    }
    return `{${json}}`;
  }
  const known = value === null || typeof value === 'string' || typeof value === 'boolean';
  if (!known && !(typeof value === 'number' && Number.isFinite(value))) {
    throw new TypeError(`canonicalJson can't write ${typeof value === 'number' ? value : typeof value}.`);
  }
  return JSON.stringify(value);
}
