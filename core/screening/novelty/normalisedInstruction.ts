import { normalisedText } from '../../foundations/text/normalisedText';

/**
 * An instruction without what never makes it another: case, white space, punctuation at the edges of words, and the forms of a
 * letter that Unicode calls compatible (NFKC: full width, ligatures). Powers and fractions stay: "10²" is not "102".
 */
export function normalisedInstruction(text: string): string {
  return normalisedText(text.replace(/\P{No}+/gu, (part) => part.normalize('NFKC')));
}
