/** PostgreSQL keeps no NUL, and UTF-8 has no lone surrogates: a text with either would come back changed, or not at all. */
const unstorable = /[\0\p{Surrogate}]/u;

export function isStorableText(text: string): boolean {
  return !unstorable.test(text);
}

/** Continues a sentence that the field's name begins. */
export const unstorableMessage =
  'contains a character that is not text (NUL, or half a character): remove it.';
