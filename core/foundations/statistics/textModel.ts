import { cosine } from '../embedding/cosine';
import { hashedWords, type PlaceCounts } from '../text/hashedWords';
import { dualScore, ridgePath, type DualFit, type Gram } from './ridgePath';

/** What was asked and what was said, with the vectors of both where an embedder gave them. */
export interface ReadTexts {
  readonly asked: string;
  readonly said: string;
  readonly meanings?: { readonly asked: Float32Array; readonly said: Float32Array } | undefined;
}

/** What a text model can go by: embeddings, or words. */
export const readings = ['meanings', 'words'] as const;
export type Reading = (typeof readings)[number];

/** How a reading was fitted. */
interface StoredReading {
  /** Of the ridge that fitted it; chosen by cross-validation. */
  readonly penalty: number;
  readonly centre: number;
  /** One for each dimension or place, in base64. */
  readonly weights: string;
}

/** A text model as it is kept: linear in what it reads, whatever it was fitted by. Numbers are in base64. */
export interface StoredTextModel {
  /** 32-bit numbers; `check` is the vector of `embedderCheck`, by which another embedder is noticed. */
  readonly meanings?: (StoredReading & { readonly check: string }) | undefined;
  /** 16-bit whole numbers, times `step`; `rarity` is the inverse document frequency of each place, in sixteenths: a byte each. */
  readonly words?: (StoredReading & { readonly rarity: string; readonly step: number }) | undefined;
}

/** What a model reads; nothing where there is none. */
export function readingsOf(stored: StoredTextModel | undefined): Reading[] {
  return readings.filter((reading) => stored?.[reading] !== undefined);
}

/** The columns that a text model gives: the higher, the likelier to be bad. */
export type TextColumns = Readonly<Record<string, number>>;

export function textColumn(reading: Reading): string {
  return `texts.${reading}`;
}

/** A text whose vector names the embedder: two embedders that give the same one give the same for others. */
export const embedderCheck =
  'The lighthouse keeper counted seven ships before the storm reached the harbour.';

export const textPenalties = [0.5, 2, 8, 32] as const;

/** Places of the table of words. */
const places = 2 ** 14;
/** Rarities are kept in this many parts. */
const rarityParts = 16;
const sameEmbedder = 0.99;

/** Terms of one item, weighted and of length 1: places in ascending order. */
interface TermVector {
  readonly at: Uint16Array;
  readonly weights: Float64Array;
}

/**
 * Texts that a model can be fitted to, some of them at a time: what all have in common is computed once. How rare a word is, is counted
 * over all of them, which tells nothing of their labels.
 */
export class TextSample {
  /** What can be read: words always, meanings where every text has its vectors. */
  readonly readings: readonly Reading[];

  /** Takes items² · (1,152 + words of a text) multiplications, and 16 bytes for each two items. @param breath Awaited often. */
  static async of(items: readonly ReadTexts[], breath: () => Promise<void>): Promise<TextSample> {
    const counts: PlaceCounts[] = [];
    for (const item of items) {
      await breath();
      counts.push(countsOf(item));
    }
    const rarity = rarityOf(counts);
    const terms = counts.map((count) => termVector(count, rarity));
    const vectors = items.flatMap(({ meanings }) => (meanings ? [meaningVector(meanings)] : []));
    const isWhole = vectors.length === items.length && items.length > 0;
    const words = await gramOf(terms.length, termProducts(terms), breath);
    const meanings = isWhole ? await gramOf(vectors.length, meaningProducts(vectors), breath) : undefined;
    return new TextSample(rarity, terms, isWhole ? vectors : [], { words, ...(meanings && { meanings }) });
  }

  private constructor(
    private readonly rarity: Uint8Array,
    private readonly terms: readonly TermVector[],
    private readonly meanings: readonly Float64Array[],
    private readonly grams: Readonly<Partial<Record<Reading, Gram>>>,
  ) {
    this.readings = readings.filter((reading) => grams[reading] !== undefined);
  }

  /** One fit for each penalty, to those of the items that are named. */
  fit(
    reads: Reading,
    rows: readonly number[],
    targets: readonly number[],
    penalties: readonly number[],
  ): DualFit[] {
    return ridgePath(this.gramOf(reads), rows, targets, penalties);
  }

  score(reads: Reading, rows: readonly number[], fit: DualFit, row: number): number {
    return dualScore(this.gramOf(reads), rows, fit, row);
  }

  /** What was fitted, as weights of what is read: items are no longer needed. @param check The vector of `embedderCheck`. */
  folded(
    { reads, penalty, rows, fit: { weights, centre } }: FittedReading,
    check: Float32Array | undefined,
  ): StoredTextModel {
    if (reads === 'meanings') {
      if (!check) throw new Error('meanings were read without the vector that names their embedder');
      const sums = new Float64Array(this.meanings[0]?.length ?? 0);
      rows.forEach((row, index) =>
        this.meanings[row]?.forEach((value, dimension) => (sums[dimension]! += weights[index]! * value)),
      );
      return {
        meanings: { penalty, centre, weights: toText(Float32Array.from(sums)), check: toText(check) },
      };
    }
    const sums = new Float64Array(places);
    rows.forEach((row, index) => {
      const { at, weights: amounts } = this.terms[row]!;
      at.forEach((place, term) => (sums[place]! += weights[index]! * amounts[term]!));
    });
    const step = sums.reduce((most, weight) => Math.max(most, Math.abs(weight)), 0) / 32_767 || 1;
    const whole = Int16Array.from(sums, (weight) => Math.round(weight / step));
    return { words: { penalty, centre, weights: toText(whole), rarity: toText(this.rarity), step } };
  }

  private gramOf(reads: Reading): Gram {
    const gram = this.grams[reads];
    if (!gram) throw new Error(`these texts have no ${reads}`);
    return gram;
  }
}

/** A model that was fitted to some of a sample's items. */
export interface FittedReading {
  readonly reads: Reading;
  readonly penalty: number;
  readonly rows: readonly number[];
  readonly fit: DualFit;
}

/** Scores texts by a model that was stored. */
export class TextModel {
  private readonly meanings: { readonly check: Float32Array; readonly weights: Float32Array } | undefined;
  private readonly words: { readonly rarity: Uint8Array; readonly weights: Int16Array } | undefined;

  /** @throws Error where it is broken. */
  constructor(private readonly stored: StoredTextModel) {
    const { meanings, words } = stored;
    this.meanings = meanings && {
      check: new Float32Array(fromText(meanings.check)),
      weights: new Float32Array(fromText(meanings.weights)),
    };
    this.words = words && {
      rarity: new Uint8Array(fromText(words.rarity)),
      weights: new Int16Array(fromText(words.weights)),
    };
    const isWhole =
      (!this.meanings || this.meanings.weights.length === 3 * this.meanings.check.length) &&
      (!this.words || (this.words.rarity.length === places && this.words.weights.length === places));
    if (!isWhole) throw new Error('its text model has too few weights, or too many');
  }

  get readsMeanings(): boolean {
    return this.meanings !== undefined;
  }

  /** Whether vectors of the embedder that gave this one of `embedderCheck` are those that the weights belong to. */
  isOfEmbedder(check: Float32Array): boolean {
    const known = this.meanings?.check;
    return known?.length === check.length && cosine(known, check) > sameEmbedder;
  }

  columns(texts: ReadTexts): TextColumns {
    const { meanings, words } = this;
    return {
      ...(meanings && { [textColumn('meanings')]: this.readMeanings(meanings.weights, texts) }),
      ...(words && { [textColumn('words')]: this.readWords(words, texts) }),
    };
  }

  private readMeanings(weights: Float32Array, { meanings }: ReadTexts): number {
    if (!meanings) throw new Error('the text model reads meanings, and was given none');
    const vector = meaningVector(meanings);
    let sum = 0;
    for (let at = 0; at < vector.length; at++) sum += weights[at]! * vector[at]!;
    return sum - this.stored.meanings!.centre;
  }

  private readWords({ rarity, weights }: NonNullable<TextModel['words']>, texts: ReadTexts): number {
    const { at, weights: amounts } = termVector(countsOf(texts), rarity);
    let sum = 0;
    for (let term = 0; term < at.length; term++) sum += weights[at[term]!]! * amounts[term]!;
    return sum * this.stored.words!.step - this.stored.words!.centre;
  }
}

function countsOf({ asked, said }: ReadTexts): PlaceCounts {
  return hashedWords({ asked, said }, places);
}

/** Smoothed inverse document frequencies, in sixteenths. */
function rarityOf(counts: readonly PlaceCounts[]): Uint8Array {
  const documents = new Uint32Array(places);
  for (const count of counts) for (const place of count.keys()) documents[place]!++;
  return Uint8Array.from(documents, (number) =>
    Math.min(255, Math.round(rarityParts * (1 + Math.log((1 + counts.length) / (1 + number))))),
  );
}

/** How much each two texts have in common in words, those that are rare among them above all: 1 for equal ones. Takes texts² · words of a text. */
export async function wordGram(
  texts: readonly string[],
  breath: () => Promise<void> = () => Promise.resolve(),
): Promise<Gram> {
  const counts = texts.map((text) => hashedWords({ text }, places));
  const rarity = rarityOf(counts);
  return gramOf(counts.length, termProducts(counts.map((count) => termVector(count, rarity))), breath);
}

/** Terms by how often they are in the text (a logarithm) and how rare they are elsewhere. */
function termVector(counts: PlaceCounts, rarity: Uint8Array): TermVector {
  const at = Uint16Array.from([...counts.keys()].sort((left, right) => left - right));
  const weights = Float64Array.from(at, (place) => (1 + Math.log(counts.get(place)!)) * rarity[place]!);
  const length = Math.sqrt(weights.reduce((sum, weight) => sum + weight * weight, 0));
  return { at, weights: length === 0 ? weights : weights.map((weight) => weight / length) };
}

/** What was asked, what was said, and their product, dimension by dimension, which tells whether the two belong together: of length about 1. */
function meaningVector({ asked, said }: NonNullable<ReadTexts['meanings']>): Float64Array {
  const size = asked.length;
  const [third, product] = [Math.sqrt(1 / 3), Math.sqrt(size / 3)];
  const vector = new Float64Array(3 * size);
  for (let at = 0; at < size; at++) {
    vector[at] = third * asked[at]!;
    vector[size + at] = third * said[at]!;
    vector[2 * size + at] = product * asked[at]! * said[at]!;
  }
  return vector;
}

async function gramOf(
  size: number,
  rowOf: (row: number) => (column: number) => number,
  breath: () => Promise<void>,
): Promise<Gram> {
  const values = new Float64Array(size * size);
  for (let row = 0; row < size; row++) {
    await breath();
    const at = rowOf(row);
    for (let column = 0; column <= row; column++)
      values[row * size + column] = values[column * size + row] = at(column);
  }
  return { size, values };
}

function termProducts(terms: readonly TermVector[]): (row: number) => (column: number) => number {
  const spread = new Float64Array(places);
  return (row) => {
    spread.fill(0);
    const mine = terms[row]!;
    mine.at.forEach((place, index) => (spread[place] = mine.weights[index]!));
    return (column) => {
      const { at, weights } = terms[column]!;
      let sum = 0;
      for (let index = 0; index < at.length; index++) sum += weights[index]! * spread[at[index]!]!;
      return sum;
    };
  };
}

function meaningProducts(vectors: readonly Float64Array[]): (row: number) => (column: number) => number {
  return (row) => (column) => {
    const [mine, other] = [vectors[row]!, vectors[column]!];
    let sum = 0;
    for (let index = 0; index < mine.length; index++) sum += mine[index]! * other[index]!;
    return sum;
  };
}

function toText(numbers: Float32Array | Int16Array | Uint8Array): string {
  return Buffer.from(numbers.buffer, numbers.byteOffset, numbers.byteLength).toString('base64');
}

/** Bytes in a buffer of their own, so that numbers of any size can be laid over it; those that fill no number are left out. */
function fromText(text: string): ArrayBuffer {
  const bytes = Uint8Array.from(Buffer.from(text, 'base64'));
  return bytes.buffer.slice(0, bytes.length - (bytes.length % 4));
}
