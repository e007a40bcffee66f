import { fmeasure } from '../../foundations/text/rouge';
import { countOnes, SubsequenceMatcher } from '../../foundations/text/subsequenceMatcher';
import { IntList } from '../../screening/novelty/intList';
import { noveltyTokens } from '../../screening/novelty/noveltyTokens';
import type { Joined } from './joined';

/** Texts that others are compared with at once: what is known of so many stays near the processor. */
const blockSize = 1 << 17;
/** Texts that are compared between two moments at which whoever waits may do something else. */
const textsAtOnce = 2_000;
/** Texts from which on a term is common. */
const common = 64;
/** Common terms of a text, of which every two are a key, or fewer. */
const maxPaired = 32;
/** Keys of a text for which there is room. */
const keysOfText = 16;
/** Texts from which on a group is a crowd. */
const crowd = 16;
/** Keeps a bound above every score in spite of rounding. */
const slack = 1 + 1e-9;

/**
 * Texts, and which of them are near to each other by ROUGE-L F, once all are there. Their words are kept as numbers, and not the texts.
 *
 * Texts are gone through by their length, and each is compared with those before it. Two that are near share more words than each has rare ones left aside, so
 * the two rarest that they share are among the few rarest of both (prefix filtering, Bayardo, Ma and Srikant 2007, "Scaling up all pairs similarity search"; with more than
 * one, Wang, Li and Feng 2012, "Can we beat the prefix filtering?"). They are looked up by one rare word or by two common ones, so that a word that many texts have finds
 * few; a picture of all terms in a few bits bounds what else can be shared (Sandes et al. 2020, "Bitmap filter"), and what remains is aligned. So it is exact. Whoever is of a large
 * group passes it by as a whole: a template's instances are not compared with each other.
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
      alphabet: this.#numbers.size,
      commonFrom: ranked.filter((term) => counts[term]! < common).length,
      termsOf: (text) => {
        const own = termsOf(text);
        for (let at = 0; at < own.length; at += 1) own[at] = rankOf[own[at]!]!;
        return own.sort();
      },
    };
  }
}

type Joins = Pick<Joined, 'areJoined' | 'join' | 'sizeOf'>;

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
  /** The rarest of the common terms. */
  readonly commonFrom: number;
  /** Terms of the text at a place, the rarest first; good until the next call. */
  readonly termsOf: (text: number) => Int32Array;
}

/** Goes through texts by their rank, block by block, and compares those of a block with each that comes later. */
class NearSearch {
  readonly #index: KeyIndex;
  readonly #keys = new Keys();
  readonly #faces: Faces;
  readonly #matcher = new SubsequenceMatcher();
  #first = 0;
  #end = 0;
  /** Texts that are one before them, so that nobody has to be compared with them. */
  readonly #isRepeated: Uint8Array;
  /** The text in hand, and whether the matcher has its words. */
  #text = 0;
  #isAligned = false;

  constructor(
    private readonly threshold: number,
    private readonly texts: TextsInOrder,
    private readonly joined: Joins,
  ) {
    const { length } = texts.order;
    this.#index = new KeyIndex(Math.min(length, blockSize));
    this.#faces = new Faces(length);
    this.#isRepeated = new Uint8Array(length);
  }

  /** The next block, of the texts from a rank on. */
  begin(first: number): void {
    this.#index.clear();
    this.#first = first;
    this.#end = Math.min(first + blockSize, this.texts.order.length);
  }

  /** Compares a text with those of the block before it. False where nobody that comes later can be near to any. */
  compare(text: number): boolean {
    const { threshold, texts } = this;
    const length = texts.lengths[text]!;
    // Whoever shares k terms scores at most 2k / (length + theirs); theirs are at least k, and at most as many as these.
    const least = (threshold * length) / (2 - threshold) / slack;
    if (texts.lengths[this.#end - 1]! < least) return false;
    if (length === 0) return true;
    const terms = texts.termsOf(texts.order[text]!);
    this.#faces.draw(text, terms);
    [this.#text, this.#isAligned] = [text, false];
    const shortest = Math.max(least, texts.lengths[this.#first]!);
    const toFind = (threshold * (length + shortest)) / 2;
    this.#keys.list(terms, toFind, texts.commonFrom, this.#index.isByEach ? 'each and pairs' : 'pairs');
    for (let at = 0; at < this.#keys.count; at += 1) this.#lookUp(this.#keys.values[at]!, shortest);
    if (text >= this.#end || this.#isRepeated[text] === 1) return true;
    // Whoever comes later is as long, or longer.
    const isByEach = this.#keys.list(terms, threshold * length, texts.commonFrom, 'pairs or each');
    if (isByEach) this.#index.isByEach = true;
    const place = texts.order[text]!;
    const isOfCrowd = this.joined.sizeOf(place) >= crowd;
    for (let at = 0; at < this.#keys.count; at += 1) {
      const key = this.#keys.values[at]!;
      if (isOfCrowd) this.#index.addToCrowd(key, text, place, this.joined);
      else this.#index.add(key, text);
    }
    return true;
  }

  /** Compares the text in hand with those that have a key, as long as they have so many words. */
  #lookUp(key: number, shortest: number): void {
    const { crowds } = this.#index;
    this.#compareWithAll(this.#index.firstOf(key), shortest, false);
    if (!this.#index.hasCrowds) return;
    const place = this.texts.order[this.#text]!;
    for (let at = this.#index.firstCrowdOf(key); at !== none; at = crowds.next.values[at]!)
      if (!this.joined.areJoined(place, crowds.members.values[at]!))
        this.#compareWithAll(crowds.texts.values[at]!, shortest, true);
  }

  /** @param isCrowd Whether all are of one group, so that whoever is near to one is of the group. */
  #compareWithAll(newest: number, shortest: number, isCrowd: boolean): void {
    const text = this.#text;
    const faces = this.#faces.values;
    const { values } = this.#index.lists;
    for (let chunk = newest; chunk !== none; chunk = values[chunk]!) {
      const first = chunk + headOfChunk;
      for (let at = first + values[chunk + 1]! - 1; at >= first; at -= 1) {
        const other = values[at]!;
        const face = other * facesStride;
        if (faces[face]! < shortest) return;
        if (faces[face + comparedAt] === text) continue;
        faces[face + comparedAt] = text;
        if (this.#isPossible(face) && this.#join(other) && isCrowd) return;
      }
    }
  }

  /** Whether the text in hand may be near to that with a face, by what they can share. */
  #isPossible(face: number): boolean {
    const own = this.#text * facesStride;
    const both = this.#faces.values[own]! + this.#faces.values[face]!;
    // Of all terms of both, those that differ are missing in an overlap.
    return (both - this.#faces.differing(own, face)) * slack > this.threshold * both;
  }

  /** Joins the text in hand with another, if they are near; whether they are of one group then. */
  #join(other: number): boolean {
    const { threshold, joined } = this;
    const { order, lengths, words, starts, alphabet } = this.texts;
    const text = this.#text;
    const [length, theirs] = [lengths[text]!, lengths[other]!];
    const start = starts[order[text]!]!;
    const from = starts[order[other]!]!;
    if (theirs === length && areEqual(words, start, from, length)) this.#isRepeated[text] = 1;
    if (joined.areJoined(order[text]!, order[other]!)) return true;
    if (!this.#isAligned) {
      this.#matcher.setPattern(Array.from(words.subarray(start, start + length)), alphabet);
      this.#isAligned = true;
    }
    const shared = this.#matcher.lengthWith(words, from, from + theirs);
    if (fmeasure(shared / theirs, shared / length) <= threshold) return false;
    joined.join(order[text]!, order[other]!);
    return true;
  }
}

/**
 * What two texts must have one of in common to be near. Of the terms that they share, the two rarest are among the rarest of each. So a key is one rare
 * term, or two common ones. Where two would be too many, or need not be shared, a text is known by each common term, and looked for by each.
 */
class Keys {
  values = new Int32Array(256);
  count = 0;

  /**
   * @param terms The rarest first.
   * @param overlap Terms that have to be shared, or more.
   * @param commonFrom The rarest of the common terms.
   * @returns Whether common terms are keys by themselves.
   */
  list(
    terms: Int32Array,
    overlap: number,
    commonFrom: number,
    how: 'pairs' | 'pairs or each' | 'each and pairs',
  ): boolean {
    const needed = Math.max(1, Math.ceil(overlap / slack));
    // The rarest that is shared is among so many, and the next one among one more.
    const first = terms.length - needed + 1;
    const second = Math.min(first + 1, terms.length);
    this.count = 0;
    let common = 0;
    while (common < first && terms[common]! < commonFrom) this.#push(keyOf(terms[common++]!));
    const isByEach =
      how === 'each and pairs' || (how === 'pairs or each' && (needed === 1 || second - common > maxPaired));
    if (isByEach) for (let at = common; at < first; at += 1) this.#push(keyOf(terms[at]!));
    if (isByEach && how === 'pairs or each') return true;
    for (let at = common; at < first; at += 1)
      for (let other = at + 1; other < second; other += 1) this.#push(keyOf(terms[at]!, terms[other]));
    return isByEach;
  }

  #push(key: number): void {
    if (this.count === this.values.length) {
      const grown = new Int32Array(2 * this.count);
      grown.set(this.values);
      this.values = grown;
    }
    this.values[this.count] = key;
    this.count += 1;
  }
}

/** Of one term or two, as a number of 32 bits; that others come to the same costs a comparison. */
function keyOf(one: number, other = -1): number {
  return Math.imul(Math.imul(one + 1, 0x9e3779b1) ^ Math.imul(other + 1, 0x85ebca6b), 0xc2b2ae35);
}

/** Where there is no list, or no more of it. */
const none = 0;
/** Before the numbers of a chunk: the chunk before it, how many numbers it has, and how many it has room for. */
const headOfChunk = 3;
const maxChunk = 64;

/** Many lists of numbers in one array, each in chunks that double: most lists have one number, and those of long ones lie side by side. */
class ChunkedLists {
  values = new Int32Array(1 << 16);
  #end = 1;

  clear(): void {
    this.#end = 1;
  }

  /**
   * @param newest The newest chunk of a list.
   * @returns The newest chunk then.
   */
  add(newest: number, number: number): number {
    const { values } = this;
    const used = newest === none ? 0 : values[newest + 1]!;
    const room = newest === none ? 0 : values[newest + 2]!;
    if (used < room) {
      values[newest + headOfChunk + used] = number;
      values[newest + 1] = used + 1;
      return newest;
    }
    return this.#begin(newest, Math.min(Math.max(1, 2 * room), maxChunk), number);
  }

  #begin(before: number, room: number, number: number): number {
    const chunk = this.#end;
    this.#end += headOfChunk + room;
    if (this.#end > this.values.length) {
      const grown = new Int32Array(Math.max(this.#end, Math.ceil(1.5 * this.values.length)));
      grown.set(this.values);
      this.values = grown;
    }
    this.values.set([before, 1, room, number], chunk);
    return chunk;
  }
}

/** Texts of a block by their keys, the longest last. Those of a crowd stand by themselves, so that whoever is of it passes them by. */
class KeyIndex {
  readonly lists = new ChunkedLists();
  /** Crowds that have a key: one of theirs by its place, the list of their texts, and the next crowd. */
  readonly crowds = { members: new IntList(), texts: new IntList(), next: new IntList() };
  /** Whether some are known by each of their common terms. */
  isByEach = false;
  readonly #shift: number;
  /** By a key, cut to its first bits. */
  readonly #lists: Int32Array;
  readonly #crowds: Int32Array;

  constructor(texts: number) {
    const bits = Math.max(1, Math.ceil(Math.log2(texts * keysOfText)));
    this.#shift = 32 - bits;
    this.#lists = new Int32Array(2 ** bits);
    this.#crowds = new Int32Array(2 ** bits);
  }

  clear(): void {
    this.isByEach = false;
    this.lists.clear();
    this.#lists.fill(none);
    this.#crowds.fill(none);
    const { members, texts, next } = this.crowds;
    for (const list of [members, texts, next]) list.length = none + 1;
  }

  get hasCrowds(): boolean {
    return this.crowds.members.length > none + 1;
  }

  firstOf(key: number): number {
    return this.#lists[key >>> this.#shift]!;
  }

  firstCrowdOf(key: number): number {
    return this.#crowds[key >>> this.#shift]!;
  }

  add(key: number, text: number): void {
    const bucket = key >>> this.#shift;
    this.#lists[bucket] = this.lists.add(this.#lists[bucket]!, text);
  }

  /** @param place Of the text, whose group is a crowd. */
  addToCrowd(key: number, text: number, place: number, joined: Joins): void {
    const bucket = key >>> this.#shift;
    const { members, texts, next } = this.crowds;
    let crowd = this.#crowds[bucket]!;
    while (crowd !== none && !joined.areJoined(place, members.values[crowd]!)) crowd = next.values[crowd]!;
    if (crowd === none) {
      crowd = members.length;
      members.push(place);
      texts.push(none);
      next.push(this.#crowds[bucket]!);
      this.#crowds[bucket] = crowd;
    }
    texts.values[crowd] = this.lists.add(texts.values[crowd]!, text);
  }
}

/** Numbers of a text: how many words it has, the last text that it was compared with, and its picture; so many that they lie in one line of a processor's cache. */
const facesStride = 8;
const comparedAt = 1;
const pictureAt = 2;
const wordsOfPicture = 4;

/**
 * What a comparison of two texts begins with. A picture has 128 bits, each of which says whether an odd number of the text's terms falls on it: as many
 * terms differ between two texts as their bits do, or more.
 */
class Faces {
  readonly values: Int32Array;
  #drawn = 0;

  constructor(texts: number) {
    this.values = new Int32Array(texts * facesStride);
  }

  /** Texts are drawn one after the other; again, it changes nothing. */
  draw(text: number, terms: Int32Array): void {
    if (text < this.#drawn) return;
    this.#drawn = text + 1;
    const face = text * facesStride;
    this.values[face] = terms.length;
    for (const term of terms) {
      const bit = Math.imul(term, 0x9e3779b1) >>> 25;
      this.values[face + pictureAt + (bit >>> 5)]! ^= 1 << (bit & 31);
    }
  }

  /** Terms that differ between two faces, or fewer. */
  differing(one: number, other: number): number {
    const { values } = this;
    let count = 0;
    for (let at = pictureAt; at < pictureAt + wordsOfPicture; at += 1)
      count += countOnes(values[one + at]! ^ values[other + at]!);
    return count;
  }
}

function areEqual(words: Int32Array, one: number, other: number, length: number): boolean {
  for (let at = 0; at < length; at += 1) if (words[one + at] !== words[other + at]) return false;
  return true;
}
