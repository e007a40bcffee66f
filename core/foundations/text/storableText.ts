export { isStorableText } from './storable';

/** Continues a sentence that the field's name begins. */
export const unstorableMessage =
  'contains a character that is not text (NUL, or half a character): remove it.';
