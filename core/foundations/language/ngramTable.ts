/**
 * How much each n-gram of bytes speaks for each language: what eld's tables say, in 2 MB. As an object for each of its 81,000 n-grams they take 45, which a
 * worker would hold for as long as it lives, and look through whenever it collects garbage.
 *
 * An n-gram is up to six characters below 256, and so a number.
 */
export class NgramTable {
  /** Codes of languages, by the numbers that they have in the table. */
  readonly languages: readonly string[];
  private readonly keys: Float64Array;
  /** For each place of `keys`: where its scores begin and end. */
  private readonly ends: Uint32Array;
  private readonly spokenFor: Uint8Array;
  private readonly scores: Uint8Array;
  private readonly mask: number;

  /** @param text The source of eld's table: `{type: …, languages: {0: 'am', …}, ngrams: {'an n-gram': {0: 17, …}, …}}`, minified. */
  constructor(text: string) {
    const begins = text.indexOf('ngrams:{');
    const codes = [...text.slice(0, begins).matchAll(/\b(\d+):'(\w+)'/g)];
    this.languages = codes.map(([, , code]) => code!);
    const form = /[{,](?:'((?:[^'\\]|\\.)+)'|([^',:{}]+)):\{([\d:,]+)\}/g;
    const written = begins < 0 ? '' : text.slice(begins);
    const braces = occurrences(written, '{');
    if (braces === 0 || codes.some(([, number], index) => Number(number) !== index))
      throw new Error('The table of languages is not written as it was in the version of eld that is known.');
    const places = 2 ** Math.ceil(Math.log2(braces * 1.5));
    this.mask = places - 1;
    this.keys = new Float64Array(places);
    this.ends = new Uint32Array(places * 2);
    const spokenFor: number[] = [];
    const scores: number[] = [];
    // One after the other: all of them, taken apart, would be a hundred MB of garbage.
    for (let entry = form.exec(written); entry; entry = form.exec(written)) {
      const [, quoted, plain, said] = entry;
      const key = keyOf(quoted?.replace(/\\(.)/g, '$1') ?? plain!);
      const place = this.placeOf(key);
      this.keys[place] = key;
      this.ends[place * 2] = scores.length;
      for (let at = 0; at < said!.length; at++) {
        const parts = said!.indexOf(':', at);
        const comma = said!.indexOf(',', parts);
        const end = comma < 0 ? said!.length : comma;
        spokenFor.push(Number(said!.slice(at, parts)));
        scores.push(Number(said!.slice(parts + 1, end)));
        at = end;
      }
      this.ends[place * 2 + 1] = scores.length;
    }
    this.spokenFor = Uint8Array.from(spokenFor);
    this.scores = Uint8Array.from(scores);
  }

  /** Adds to the sums what an n-gram says, and something for each language that has it. */
  addTo(sums: Float64Array, ngram: string, each: number): void {
    const key = keyOf(ngram);
    const place = this.placeOf(key);
    if (this.keys[place] !== key) return;
    const end = this.ends[place * 2 + 1]!;
    for (let at = this.ends[place * 2]!; at < end; at++)
      sums[this.spokenFor[at]!]! += this.scores[at]! + each;
  }

  /** Where a key is, or would be. No key is 0. */
  private placeOf(key: number): number {
    let place = scattered(key) & this.mask;
    while (this.keys[place] !== 0 && this.keys[place] !== key) place = (place + 1) & this.mask;
    return place;
  }
}

function occurrences(text: string, piece: string): number {
  let count = 0;
  for (let at = text.indexOf(piece); at >= 0; at = text.indexOf(piece, at + 1)) count++;
  return count;
}

/** 0, which nobody has, for what can be no n-gram of the table. */
function keyOf(ngram: string): number {
  if (ngram.length > 6) return 0;
  let key = 0;
  for (let index = 0; index < ngram.length; index++) key = key * 256 + (ngram.charCodeAt(index) & 255);
  return key;
}

function scattered(key: number): number {
  const high = Math.floor(key / 2 ** 24);
  const low = key % 2 ** 24;
  let hash = Math.imul(low ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(high + 0x7f4a7c15, 0xc2b2ae35);
  hash ^= hash >>> 15;
  return Math.imul(hash, 0x2c1b3c6d) >>> 4;
}
