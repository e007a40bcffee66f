/** Tokens after the last difference that are compared too: farther ones hardly change. */
const following = 8;

/** Where a text and another differ, as tokens. */
export interface Stretch {
  /** Tokens that both begin with. */
  readonly from: number;
  /** Tokens of the text that it takes up. */
  readonly length: number;
  /** What the other has instead. */
  readonly others: readonly number[];
}

/**
 * What of two texts is compared: from the first token that differs to a few after the last; nothing of equal ones.
 * @param room Tokens from the beginning beyond which nothing is compared.
 */
export function changedStretch(text: readonly number[], other: readonly number[], room: number): Stretch {
  const shorter = Math.min(text.length, other.length);
  let from = 0;
  while (from < shorter && text[from] === other[from]) from++;
  let alike = 0;
  while (alike < shorter - from && text[text.length - 1 - alike] === other[other.length - 1 - alike]) alike++;
  const left = from + alike === Math.max(text.length, other.length) ? alike : Math.max(0, alike - following);
  const end = (of: readonly number[]): number => Math.max(from, Math.min(of.length - left, room));
  return { from, length: end(text) - from, others: other.slice(from, end(other)) };
}
