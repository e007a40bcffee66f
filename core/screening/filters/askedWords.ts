import { RecentlyUsed } from '../../foundations/recentlyUsed';
import { askingWords } from './askingWords';

/** Places that words and their pieces share: what falls on one place weighs together. */
export const wordPlaces = 16384;

/** Characters of an instruction that are read. */
const longest = 2000;
const token = /\p{L}+(?:'\p{L}+)?|\p{N}+|[?!….]/gu;

/** The words of an instruction's own asking, as places of a vector of length 1, in order. */
export interface AskedWords {
  readonly at: Uint16Array;
  /** What stands at each of them. */
  readonly value: number;
}

/** Of instructions that were read lately: two filters look at each, one after the other at many. */
const lately = new RecentlyUsed<string, AskedWords>(512);

/**
 * An instruction as what it holds: its words, those that stand side by side, and pieces of three and four characters, each once, without
 * what it quotes or hands over. Numbers count as one word; where it begins and ends is seen.
 */
export function askedWords(instruction: string): AskedWords {
  const known = lately.get(instruction);
  if (known) return known;
  const words = (askingWords(instruction.slice(0, longest)).match(token) ?? []).map((one) =>
    /^\p{N}/u.test(one) ? '0' : one.toLowerCase(),
  );
  const places = new Places();
  places.add(hashed(begin, '^'));
  let before = '^';
  for (const word of [...words, '$']) {
    places.add(hashed(begin, word));
    places.add(hashed(hashed(hashed(begin, before), ' '), word));
    before = word;
  }
  for (const word of words) {
    const shown = `<${word}>`;
    for (let start = 0; start + 3 <= shown.length; start++) {
      const three = hashed(ofPiece, shown, start, start + 3);
      places.add(three);
      if (start + 4 <= shown.length) places.add(hashed(three, shown, start + 3, start + 4));
    }
  }
  const at = places.inOrder();
  const read = { at, value: 1 / Math.sqrt(at.length) };
  lately.set(instruction, read);
  return read;
}

/** FNV-1a over UTF-16 units: the same everywhere. */
function hashed(before: number, text: string, from = 0, to = text.length): number {
  let hash = before;
  for (let index = from; index < to; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return hash;
}
const begin = 0x811c9dc5;
const ofPiece = hashed(begin, '#');

/** Each place once. */
class Places {
  private readonly isTaken = taken.fill(0);
  private readonly all: number[] = [];

  add(hash: number): void {
    const place = ((hash ^ (hash >>> 15)) >>> 0) % wordPlaces;
    if (this.isTaken[place] === 1) return;
    this.isTaken[place] = 1;
    this.all.push(place);
  }

  inOrder(): Uint16Array {
    return Uint16Array.from(this.all).sort();
  }
}
const taken = new Uint8Array(wordPlaces);
