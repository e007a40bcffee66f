const everyUnstorable = /[\0\p{Surrogate}]/gu;

/** PostgreSQL keeps no NUL, and UTF-8 has no lone surrogates: a text with either would come back changed, or not at all. */
export function isStorableText(text: string): boolean {
  return isWellFormed(text) && !text.includes('\0');
}

/** Whether UTF-8 has the text as it is. */
export function isWellFormed(text: string): boolean {
  return (text as unknown as WellFormedText).isWellFormed();
}

/** Of Node 20; the library of types has it from es2024 on. */
interface WellFormedText {
  isWellFormed(): boolean;
}

/**
 * A value as it can be kept: in every text of it, field names too, U+FFFD stands for each character that can't. The value itself where
 * there is none. What is no plain array or object (bytes, dates) stays as it is.
 */
export function storable<Value>(value: Value): Value {
  return isStorable(value) ? value : (replaced(value) as Value);
}

/** Nearly everything is: looked at without making anything. */
function isStorable(value: unknown): boolean {
  if (typeof value === 'string') return isStorableText(value);
  if (typeof value !== 'object' || value === null) return true;
  if (Array.isArray(value)) return value.every(isStorable);
  if (!isPlain(value)) return true;
  for (const name of Object.keys(value))
    if (!isStorableText(name) || !isStorable((value as Readonly<Record<string, unknown>>)[name]))
      return false;
  return true;
}

/** How JSON writes what can't be kept. A text that itself shows it so looks alike. */
const unstorableInJson = /\\u(?:0000|d[89a-f])/;

/** JSON of a value as it can be kept. Everything that is stored as JSON is written by this. */
export function storableJson(value: unknown): string {
  const json = JSON.stringify(value);
  return unstorableInJson.test(json) ? JSON.stringify(storable(value)) : json;
}

function replaced(value: unknown): unknown {
  if (typeof value === 'string')
    return isStorableText(value) ? value : value.replace(everyUnstorable, '\ufffd');
  if (Array.isArray(value)) {
    const items = value.map(replaced);
    return items.some((item, index) => item !== value[index]) ? items : value;
  }
  if (typeof value !== 'object' || value === null || !isPlain(value)) return value;
  const fields = Object.entries(value);
  const kept = fields.map(([name, field]) => [replaced(name) as string, replaced(field)] as const);
  const isSame = kept.every(
    ([name, field], index) => name === fields[index]?.[0] && field === fields[index][1],
  );
  return isSame ? value : Object.fromEntries(kept);
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
