import { FamilyNumbers } from './familyNumbers';
import { IntList } from './intList';
import { fmeasure, rougeTokens } from '../../foundations/text/rouge';
import { SubsequenceMatcher } from '../../foundations/text/subsequenceMatcher';

/** The most similar instruction of an index, and how similar it is: ROUGE-L F, from 0 to 1. */
export interface Nearest {
  readonly index: number;
  readonly score: number;
}

/** What was decided about an instruction. */
export interface NoveltyDecision {
  readonly kept: boolean;
  /** ROUGE-L F with the nearest; 0 where the index was empty. */
  readonly score: number;
  /** Index of the nearest; undefined where the index was empty. */
  readonly nearest: number | undefined;
}

/**
 * Instructions, and for any text the most similar of them by ROUGE-L F: exact, the maximum over all that were added, to the
 * last bit of what the Python package rouge-score gives.
 *
 * An LCS is no longer than the overlap of two texts, their common tokens counted as often as both have them. So an inverted
 * index of tokens bounds every score from above, and only the few pairs whose bound reaches the best score so far are aligned.
 * A text's most frequent tokens are not even looked up, as long as they alone could not make up the best score (the MaxScore
 * rule, Turtle and Flood 1995).
 */
export class NoveltyIndex {
  readonly #texts: string[] = [];
  /** Numbers of terms. The k-th occurrence of a token in a text is a term of its own, so that an overlap is a count of terms. */
  readonly #terms = new Map<string, number>();
  /** For each term, the instructions that have it, in order; where it is one, as of half of all terms, its number alone: a list takes 250 bytes more. */
  readonly #postings: (IntList | number)[] = [];
  /** Tokens of all instructions one after another, as the numbers of the terms of their first occurrence. */
  readonly #tokens = new IntList();
  readonly #starts = new IntList();
  readonly #lengths = new IntList();
  /** Each instruction's family as a number, 0 for none. */
  readonly #families = new IntList();
  readonly #familyNumbers = new FamilyNumbers();
  readonly #matcher = new SubsequenceMatcher();
  /** Scratch of a query: how many terms an instruction shares, all zero between queries, and which instructions share any. */
  #overlaps = new Int32Array(1024);
  #touched = new Int32Array(1024);

  /**
   * @param tokenize Words that are compared; another than ROUGE's own gives other scores than rouge-score.
   * @param keepsTexts Whether `text` is asked for: without, they need no memory.
   */
  constructor(
    private readonly tokenize: (text: string) => string[] = rougeTokens,
    private readonly keepsTexts = true,
  ) {}

  get size(): number {
    return this.#lengths.length;
  }

  /** The instruction at an index as it was added. Throws RangeError where there is none. */
  text(index: number): string {
    const text = this.#texts[index];
    if (text === undefined) throw new RangeError(`No instruction ${index}: the index holds ${this.size}.`);
    return text;
  }

  /** Members of a family, in order. Walks all of them, four bytes each. */
  membersOf(family: string, below = this.size): number[] {
    const number = this.#familyNumbers.of(family);
    const members: number[] = [];
    if (number === 0) return members;
    const families = this.#families.values;
    for (let index = 0; index < below; index += 1) if (families[index] === number) members.push(index);
    return members;
  }

  isOfFamily(index: number, family: string | null): boolean {
    return this.#families.values[index] === this.#familyNumbers.of(family);
  }

  /** Adds an instruction, whatever it resembles, and returns its index. */
  add(text: string, family?: string | null): number {
    return this.#add(text, this.tokenize(text), family);
  }

  /**
   * The instruction with the highest ROUGE-L F; of equals the earliest, so the first one with score 0 where no token is shared.
   * Members of `outside`, a family, are passed over. Undefined where there is none to compare with.
   *
   * @param below Those from this index on are passed over too: what is found is what would be if they had not been added yet.
   */
  nearest(text: string, outside?: string | null, below = this.size): Nearest | undefined {
    return this.#nearest(this.tokenize(text), this.#familyNumbers.of(outside), below);
  }

  /** All instructions that score above a threshold, which must be above 0, in order. */
  above(text: string, threshold: number): number[] {
    const tokens = this.tokenize(text);
    const length = tokens.length;
    this.#makeRoom();
    const overlaps = this.#overlaps;
    const touched = this.#touched;
    const lengths = this.#lengths.values;
    this.#matcher.setPattern(
      tokens.map((token) => this.#terms.get(token) ?? -1),
      this.#postings.length,
    );
    const postings = this.#postingsOf(tokens);
    // Whoever shares k terms scores at most 2k / (length + theirs), and theirs are at least k. So it takes that many shared terms, and
    // whoever has them shares one of the rarest: those that are walked.
    const fewest = Math.max(1, Math.ceil((threshold * length) / (2 - threshold) / slack));
    const walked = Math.max(0, postings.length - fewest + 1);
    let count = 0;
    for (const { values, length: end } of postings.slice(0, walked)) {
      for (let position = 0; position < end; position += 1) {
        const other = values[position]!;
        if (overlaps[other] === 0) {
          touched[count] = other;
          count += 1;
        }
        overlaps[other]! += 1;
      }
    }
    const unwalked = postings.length - walked;
    const found: number[] = [];
    for (let position = 0; position < count; position += 1) {
      const other = touched[position]!;
      const overlap = overlaps[other]! + unwalked;
      overlaps[other] = 0;
      if (2 * overlap * slack <= threshold * (length + lengths[other]!)) continue;
      if (this.#score(other, length) > threshold) found.push(other);
    }
    return found.sort((one, other) => one - other);
  }

  /** Adds an instruction unless its nearest scores above the threshold. A score equal to the threshold is kept. */
  admit(text: string, threshold: number): NoveltyDecision {
    const tokens = this.tokenize(text);
    const nearest = this.#nearest(tokens);
    const score = nearest?.score ?? 0;
    const kept = !(score > threshold);
    if (kept) this.#add(text, tokens);
    return { kept, score, nearest: nearest?.index };
  }

  #add(text: string, tokens: readonly string[], family?: string | null): number {
    const index = this.size;
    if (this.keepsTexts) this.#texts.push(text);
    this.#starts.push(this.#tokens.length);
    this.#lengths.push(tokens.length);
    this.#families.push(this.#familyNumbers.ensure(family));
    for (const token of tokens) this.#tokens.push(this.#termNumber(token));
    for (const term of occurrenceTerms(tokens)) this.#post(this.#termNumber(term), index);
    return index;
  }

  #post(term: number, index: number): void {
    const known = this.#postings[term]!;
    if (typeof known === 'object') known.push(index);
    else this.#postings[term] = known === nobody ? index : listOf(known, index);
  }

  #termNumber(term: string): number {
    const known = this.#terms.get(term);
    if (known !== undefined) return known;
    this.#postings.push(nobody);
    this.#terms.set(term, this.#postings.length - 1);
    return this.#postings.length - 1;
  }

  #nearest(tokens: readonly string[], outside = 0, below = this.size): Nearest | undefined {
    const families = this.#families.values;
    let index = 0;
    if (outside !== 0) while (index < below && families[index] === outside) index += 1;
    if (index >= below) return undefined;
    this.#makeRoom();
    const overlaps = this.#overlaps;
    const touched = this.#touched;
    const lengths = this.#lengths.values;
    const length = tokens.length;
    const pattern = tokens.map((token) => this.#terms.get(token) ?? -1);
    this.#matcher.setPattern(pattern, this.#postings.length);
    const postings = this.#postingsOf(tokens);
    let score = 0;

    // Terms are walked, the rarest first, until those left over can't reach the best score alone: whoever shares k terms scores at
    // most 2k / (length + k). Whoever shares most, of equals the one nearest in length, is scored on the way: the sooner there is a
    // score to beat, the sooner the walk ends.
    let walked = 0;
    let count = 0;
    let fewest = 0;
    let max = 0;
    let difference = 0;
    for (; walked < postings.length && postings.length - walked >= fewest; walked += 1) {
      const { values, length: end } = postings[walked]!;
      let likely = -1;
      for (let position = 0; position < end; position += 1) {
        const other = values[position]!;
        if (other >= below) break;
        const overlap = overlaps[other]! + 1;
        overlaps[other] = overlap;
        if (overlap === 1) {
          touched[count] = other;
          count += 1;
        }
        if (overlap < max || (overlap === 1 && max === 1)) continue;
        if (overlap === max && Math.abs(lengths[other]! - length) >= difference) continue;
        if (outside !== 0 && families[other] === outside) continue;
        max = overlap;
        difference = Math.abs(lengths[other]! - length);
        likely = other;
      }
      if (likely < 0) continue;
      const exact = this.#score(likely, length);
      if (exact > score || (exact === score && likely < index)) {
        index = likely;
        score = exact;
        fewest = (score * length) / (2 - score) / slack;
      }
    }
    // Who shares none of them by now can't win. Short postings are counted further for the others: cheaper than aligning those in doubt.
    for (; walked < postings.length && 2 * postings[walked]!.length < count; walked += 1) {
      const { values, length: end } = postings[walked]!;
      for (let position = 0; position < end; position += 1) {
        const other = values[position]!;
        if (other >= below) break;
        if (overlaps[other]! > 0) overlaps[other]! += 1;
      }
    }
    const unwalked = postings.length - walked;

    for (let position = 0; position < count; position += 1) {
      const other = touched[position]!;
      const overlap = overlaps[other]! + unwalked;
      overlaps[other] = 0;
      if (outside !== 0 && families[other] === outside) continue;
      if (2 * overlap * slack < score * (length + lengths[other]!)) continue;
      const exact = this.#score(other, length);
      if (exact > score || (exact === score && other < index)) {
        index = other;
        score = exact;
      }
    }
    return { index, score };
  }

  /** For a query's scratch. */
  #makeRoom(): void {
    if (this.#overlaps.length >= this.size) return;
    this.#overlaps = new Int32Array(this.size * 2);
    this.#touched = new Int32Array(this.size * 2);
  }

  /** The postings of a text's terms, the rarest term first. */
  #postingsOf(tokens: readonly string[]): IntList[] {
    const postings: IntList[] = [];
    for (const term of occurrenceTerms(tokens)) {
      const number = this.#terms.get(term);
      if (number === undefined) continue;
      const posting = this.#postings[number]!;
      postings.push(typeof posting === 'object' ? posting : listOf(posting));
    }
    return postings.sort((left, right) => left.length - right.length);
  }

  #score(index: number, length: number): number {
    const start = this.#starts.values[index]!;
    const otherLength = this.#lengths.values[index]!;
    const common = this.#matcher.lengthWith(this.#tokens.values, start, start + otherLength);
    return fmeasure(common / otherLength, common / length);
  }
}

/** The posting of a term that is being added. */
const nobody = -1;

function listOf(...values: readonly number[]): IntList {
  const list = new IntList();
  for (const value of values) list.push(value);
  return list;
}

/** Keeps a bound above every score in spite of rounding. */
const slack = 1 + 1e-9;

/** Makes the k-th occurrence of a token, from the second on, "token k": a term that no token is equal to. */
function occurrenceTerms(tokens: readonly string[]): string[] {
  const occurrences = new Map<string, number>();
  return tokens.map((token) => {
    const occurrence = (occurrences.get(token) ?? 0) + 1;
    occurrences.set(token, occurrence);
    return occurrence === 1 ? token : `${token} ${occurrence}`;
  });
}
