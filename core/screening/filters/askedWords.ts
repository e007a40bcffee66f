import { askingWords } from './askingWords';

/** Places that words and their pieces share: what falls on one place weighs together. */
export const wordPlaces = 16384;

/** Characters of an instruction that are read. */
const longest = 2000;
const token = /\p{L}+(?:'\p{L}+)?|\p{N}+|[?!….]/gu;

/** The words of an instruction's own asking, as places of a vector of length 1, in order. */
export interface AskedWords {
  readonly at: readonly number[];
  /** What stands at each of them. */
  readonly value: number;
}

/**
 * An instruction as what it holds: its words, those that stand side by side, and pieces of three and four characters, each once, without
 * what it quotes or hands over. Numbers count as one word; where it begins and ends is seen.
 */
export function askedWords(instruction: string): AskedWords {
  const words = (askingWords(instruction.slice(0, longest)).match(token) ?? []).map((one) =>
    /^\p{N}/u.test(one) ? '0' : one.toLowerCase(),
  );
  const sequence = ['^', ...words, '$'];
  const places = new Set<number>();
  sequence.forEach((word, index) => {
    places.add(placeOf(word));
    if (index > 0) places.add(placeOf(`${sequence[index - 1]} ${word}`));
  });
  for (const word of words) {
    const shown = `<${word}>`;
    for (const length of [3, 4])
      for (let start = 0; start + length <= shown.length; start++)
        places.add(placeOf(`#${shown.slice(start, start + length)}`));
  }
  const at = [...places].sort((left, right) => left - right);
  return { at, value: 1 / Math.sqrt(at.length) };
}

/** FNV-1a over UTF-16 units: the same everywhere. */
function placeOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++)
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193) >>> 0;
  return ((hash ^ (hash >>> 15)) >>> 0) % wordPlaces;
}
