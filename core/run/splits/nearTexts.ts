import { fmeasure } from '../../foundations/text/rouge';
import { countOnes, SubsequenceMatcher } from '../../foundations/text/subsequenceMatcher';
import { IntList } from '../../screening/novelty/intList';
import { noveltyTokens } from '../../screening/novelty/noveltyTokens';
import type { Joined } from './joined';

/** Texts that others are compared with at once: what is known of so many stays near the processor. */
const blockSize = 1 << 15;
/** Texts that are compared between two moments at which whoever waits may do something else. */
const textsAtOnce = 2_000;
/** Keeps a bound above every score in spite of rounding. */
const slack = 1 + 1e-9;

/**
 * Texts, and which of them are near to each other by ROUGE-L F, once all are there. Their words are kept as numbers, and not the texts.
 *
 * Texts are gone through by their length, and each is compared with those before it. Two that are near share more words than each has rare ones
 * left aside, so they share one of the few rarest of both: only those are looked up and written down (prefix filtering, Bayardo, Ma and Srikant 2007, "Scaling up all
 * pairs similarity search"), and where they stand bounds what else can be shared (Xiao et al. 2008, "Efficient similarity joins for near duplicate detection"), as
 * does a picture of all terms in a few bits (Sandes et al. 2020, "Bitmap filter"). What remains is aligned. So it is exact, and the time hardly grows with words that all texts have.
 */
export class NearTexts {
  readonly #numbers = new Map<string, number>();
  /** Words of all texts one after another. */
  readonly #words = new IntList();
  readonly #starts = new IntList();

  constructor() {
    this.#starts.push(0);
  }

  get size(): number {
    return this.#starts.length - 1;
  }

  add(text: string): void {
    for (const word of noveltyTokens(text)) {
      let number = this.#numbers.get(word);
      if (number === undefined) this.#numbers.set(word, (number = this.#numbers.size));
      this.#words.push(number);
    }
    this.#starts.push(this.#words.length);
  }

  /**
   * Joins texts that score above a threshold, by their places: all that are not joined already, by this or by whatever else they have in common. It
   * may stop to yield, and goes on from there.
   */
  *join(threshold: number, joined: Joins): Generator<void> {
    const search = new NearSearch(threshold, this.#inOrder(), joined);
    for (let first = 0; first < this.size; first += blockSize) {
      search.begin(first);
      for (let rank = first; rank < this.size && search.compare(rank); rank += 1)
        if (rank % textsAtOnce === textsAtOnce - 1) yield;
    }
  }

  /**
   * Texts by their length; and of each its terms, the rarest first, by their rank among all terms. The k-th occurrence of a word in a text is a term of its own,
   * so that what two texts share is a count of terms.
   */
  #inOrder(): TextsInOrder {
    const starts = this.#starts.values;
    const words = this.#words.values;
    const repeated = new Map<number, number>();
    const seen = new Int32Array(this.#numbers.size);
    let terms = this.#numbers.size;
    let scratch = new Int32Array(64);
    const termsOf = (text: number): Int32Array => {
      const [start, end] = [starts[text]!, starts[text + 1]!];
      if (scratch.length < end - start) scratch = new Int32Array(2 * (end - start));
      for (let at = start; at < end; at += 1) {
        const word = words[at]!;
        const occurrence = (seen[word]! += 1);
        if (occurrence === 1) scratch[at - start] = word;
        else {
          const key = word * 2 ** 24 + occurrence;
          let term = repeated.get(key);
          if (term === undefined) repeated.set(key, (term = terms++));
          scratch[at - start] = term;
        }
      }
      for (let at = start; at < end; at += 1) seen[words[at]!] = 0;
      return scratch.subarray(0, end - start);
    };
    const texts = new IntList();
    const ofLength = new IntList();
    for (let text = 0; text < this.size; text += 1) {
      const length = starts[text + 1]! - starts[text]!;
      while (ofLength.length <= length) ofLength.push(0);
      ofLength.values[length]! += 1;
      for (const term of termsOf(text)) {
        while (texts.length <= term) texts.push(0);
        texts.values[term]! += 1;
      }
    }
    const counts = texts.values;
    const ranked = Int32Array.from({ length: texts.length }, (_, term) => term);
    ranked.sort((one, other) => counts[one]! - counts[other]! || one - other);
    const rankOf = new Int32Array(ranked.length);
    for (const [rank, term] of ranked.entries()) rankOf[term] = rank;
    let next = 0;
    const places = Int32Array.from(
      ofLength.values.subarray(0, ofLength.length),
      (many) => (next += many) - many,
    );
    const order = new Int32Array(this.size);
    const lengths = new Int32Array(this.size);
    for (let text = 0; text < this.size; text += 1) {
      const length = starts[text + 1]! - starts[text]!;
      order[places[length]!] = text;
      lengths[places[length]!] = length;
      places[length]! += 1;
    }
    return {
      ...{ order, lengths, words, starts },
      ...{ alphabet: this.#numbers.size, termCount: ranked.length },
      termsOf: (text) => {
        const own = termsOf(text);
        for (let at = 0; at < own.length; at += 1) own[at] = rankOf[own[at]!]!;
        return own.sort();
      },
    };
  }
}

type Joins = Pick<Joined, 'areJoined' | 'join'>;

interface TextsInOrder {
  /** Texts by their length: the place of each, by its rank. */
  readonly order: Int32Array;
  /** Words of each, by its rank. */
  readonly lengths: Int32Array;
  /** Words of all texts, and where those of each begin, by its place. */
  readonly words: Int32Array;
  readonly starts: Int32Array;
  /** Words are below it. */
  readonly alphabet: number;
  readonly termCount: number;
  /** Terms of the text at a place, the rarest first; good until the next call. */
  readonly termsOf: (text: number) => Int32Array;
}

/** Goes through texts by their rank, block by block, and compares those of a block with each that comes later. */
class NearSearch {
  /** Of the block, by term. */
  readonly #postings: (Posting | undefined)[];
  readonly #pictures: Pictures;
  #end = 0;
  /** Texts that are one before them, so that nobody has to be compared with them. */
  readonly #isRepeated: Uint8Array;
  readonly #matcher = new SubsequenceMatcher();
  /** Of each text, terms that it was seen to share with the one in hand; below 0, it can't be near. Zero between texts. */
  readonly #shared: Int32Array;
  readonly #touched: Int32Array;

  constructor(
    private readonly threshold: number,
    private readonly texts: TextsInOrder,
    private readonly joined: Joins,
  ) {
    const { length } = texts.order;
    this.#postings = Array.from({ length: texts.termCount });
    this.#pictures = new Pictures(length);
    this.#isRepeated = new Uint8Array(length);
    this.#shared = new Int32Array(length);
    this.#touched = new Int32Array(length);
  }

  /** The next block, of the texts from a rank on. */
  begin(first: number): void {
    this.#postings.fill(undefined);
    this.#end = Math.min(first + blockSize, this.texts.order.length);
  }

  /** Compares a text with those of the block before it. False where nobody that comes later can be near to any. */
  compare(text: number): boolean {
    const { threshold, texts } = this;
    const length = texts.lengths[text]!;
    // Whoever shares k terms scores at most 2k / (length + theirs); theirs are at least k, and at most as many as these.
    const shortest = (threshold * length) / (2 - threshold) / slack;
    if (texts.lengths[this.#end - 1]! < shortest) return false;
    if (length === 0) return true;
    const terms = texts.termsOf(texts.order[text]!);
    const isOfBlock = text < this.#end;
    if (!this.#pictures.isDrawn(text)) this.#pictures.draw(text, terms);
    if (this.#align(text, this.#walk(terms, shortest))) this.#isRepeated[text] = 1;
    if (!isOfBlock || this.#isRepeated[text] === 1) return true;
    // Whoever comes later is as long, or longer.
    const noted = length - Math.max(1, Math.ceil((threshold * length) / slack)) + 1;
    for (let place = 0; place < noted; place += 1)
      (this.#postings[terms[place]!] ??= new Posting()).push(text, place);
    return true;
  }

  /** How many texts share one of the rarest terms; they are in `touched`. */
  #walk(terms: Int32Array, shortest: number): number {
    const { threshold } = this;
    const { lengths } = this.texts;
    const shared = this.#shared;
    const touched = this.#touched;
    const { length } = terms;
    const probed = length - Math.max(1, Math.ceil(shortest)) + 1;
    let count = 0;
    for (let place = 0; place < probed; place += 1) {
      const posting = this.#postings[terms[place]!];
      if (!posting) continue;
      const others = posting.others.values;
      const places = posting.places.values;
      const end = posting.others.length;
      const left = length - place;
      // Longer ones would have to share a rarer term, and more of what is left than there is.
      const longest = (2 * left * slack) / threshold - length;
      for (let at = posting.skip(lengths, shortest); at < end; at += 1) {
        const other = others[at]!;
        const theirs = lengths[other]!;
        if (theirs > longest) break;
        const before = shared[other]!;
        if (before < 0) continue;
        if (before === 0) {
          touched[count] = other;
          count += 1;
        }
        const most = before + Math.min(left, theirs - places[at]!);
        shared[other] = 2 * most * slack > threshold * (length + theirs) ? before + 1 : -1;
      }
    }
    return count;
  }

  /** Joins who is near of so many that were touched; whether one of them is the same text. */
  #align(text: number, touched: number): boolean {
    const { threshold, joined } = this;
    const { order, lengths, words, starts, alphabet } = this.texts;
    const shared = this.#shared;
    const length = lengths[text]!;
    const start = starts[order[text]!]!;
    let isAligned = false;
    let isRepeated = false;
    for (let at = 0; at < touched; at += 1) {
      const other = this.#touched[at]!;
      const isPossible = shared[other]! > 0;
      shared[other] = 0;
      if (!isPossible) continue;
      const theirs = lengths[other]!;
      // Of all terms of both, those that differ are missing in an overlap.
      const most = (length + theirs - this.#pictures.differing(text, other)) / 2;
      if (2 * most * slack <= threshold * (length + theirs)) continue;
      const from = starts[order[other]!]!;
      isRepeated ||= theirs === length && areEqual(words, start, from, length);
      if (joined.areJoined(order[text]!, order[other]!)) continue;
      if (!isAligned) {
        this.#matcher.setPattern(Array.from(words.subarray(start, start + length)), alphabet);
        isAligned = true;
      }
      const common = this.#matcher.lengthWith(words, from, from + theirs);
      if (fmeasure(common / theirs, common / length) > threshold) joined.join(order[text]!, order[other]!);
    }
    return isRepeated;
  }
}

/** Texts that have a term among their rarest, by their length, and its place among them. */
class Posting {
  readonly others = new IntList();
  readonly places = new IntList();
  #first = 0;

  push(text: number, place: number): void {
    this.others.push(text);
    this.places.push(place);
  }

  /** The first that has so many words; asked for more and more. */
  skip(lengths: Int32Array, words: number): number {
    const others = this.others.values;
    while (this.#first < this.others.length && lengths[others[this.#first]!]! < words) this.#first += 1;
    return this.#first;
  }
}

const picturedBits = 128;
const wordsOfPicture = picturedBits / 32;

/** Of each text 128 bits: whether an odd number of its terms falls on each. As many terms differ between two texts as their bits do, or more. */
class Pictures {
  readonly #bits: Int32Array;
  #drawn = 0;

  constructor(texts: number) {
    this.#bits = new Int32Array(texts * wordsOfPicture);
  }

  /** Texts are drawn one after the other, each once. */
  isDrawn(text: number): boolean {
    return text < this.#drawn;
  }

  draw(text: number, terms: Int32Array): void {
    this.#drawn = text + 1;
    for (const term of terms) {
      const bit = Math.imul(term, 0x9e3779b1) >>> 25;
      this.#bits[text * wordsOfPicture + (bit >>> 5)]! ^= 1 << (bit & 31);
    }
  }

  differing(one: number, other: number): number {
    const bits = this.#bits;
    const [left, right] = [one * wordsOfPicture, other * wordsOfPicture];
    return (
      countOnes(bits[left]! ^ bits[right]!) +
      countOnes(bits[left + 1]! ^ bits[right + 1]!) +
      countOnes(bits[left + 2]! ^ bits[right + 2]!) +
      countOnes(bits[left + 3]! ^ bits[right + 3]!)
    );
  }
}

function areEqual(words: Int32Array, one: number, other: number, length: number): boolean {
  for (let at = 0; at < length; at += 1) if (words[one + at] !== words[other + at]) return false;
  return true;
}
