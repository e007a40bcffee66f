import { NgramTable } from './ngramTable';

/** What is read of a text, and of its words in bytes: up to the first space from so many on, and no further than so many. */
const mostCharacters = 1_000;
const [stopsAfter, stopsAtOnce] = [350, 380];
const longestWord = 70;
/** What the table leaves out of each score, to be smaller. */
const leftOut = 53;
/** At which mean score of an n-gram a language is as likely as not. */
const even = 25;

/** Whatever is no letter of the first 65,536 characters parts words, but for an apostrophe before a letter. */
const apart = /(?:[^\p{L}]|[\u{10000}-\u{10ffff}])+(?<!['`\u2019])/gu;

/**
 * Tells the language of a text by the n-grams of its words, from the tables of eld (Efficient Language Detector, Apache-2.0), and as it does: the same scores, from 2 MB.
 *
 * @param table The source of its table of n-grams.
 * @param dictionary The source of the characters by which the table writes bytes.
 */
export function languageTeller(table: string, dictionary: string) {
  const ngrams = new NgramTable(table);
  const { languages } = ngrams;
  const characters = charactersOf(dictionary);
  return {
    languages,
    /** Of the languages that have any: 0 to 1, the likeliest first. */
    scores(text: string): readonly (readonly [language: string, score: number])[] {
      const words = wordsOf(
        text.substring(0, mostCharacters).replace(apart, ' ').trim().toLowerCase(),
        characters,
      );
      const own = ngramsOf(words);
      const sums = new Float64Array(languages.length);
      for (const ngram of own) ngrams.addTo(sums, ngram, leftOut);
      return languages
        .flatMap((language, index) => {
          const mean = sums[index]! / own.size;
          return mean > 0 ? [[language, mean / (mean + even)] as const] : [];
        })
        .sort(([, one], [, other]) => other - one);
    },
  };
}

/** One for each of 256 bytes. */
function charactersOf(dictionary: string): readonly string[] {
  const list = dictionary.slice(dictionary.indexOf('[') + 1, dictionary.lastIndexOf(']'));
  const characters = [...list.matchAll(/'((?:[^'\\]|\\.)+)'/gu)].map(([, one]) =>
    one!.replace(/\\(.)/g, '$1'),
  );
  if (characters.length !== 256)
    throw new Error(
      'The characters of bytes are not written as they were in the version of eld that is known.',
    );
  return characters;
}

/** Words in bytes of UTF-8: ASCII as it is, all others by their characters. */
function wordsOf(text: string, characters: readonly string[]): readonly string[] {
  const words: string[] = [];
  let [word, bytes] = ['', 0];
  for (const character of text) {
    const code = character.codePointAt(0)!;
    if (code === 32) {
      if (word !== '') words.push(word);
      word = '';
      bytes += 1;
      if (bytes - 1 > stopsAfter) break;
    } else if (code < 128) {
      word += character;
      bytes += 1;
    } else {
      const written = bytesOf(code);
      for (const byte of written) word += characters[byte]!;
      bytes += written.length;
    }
    if (bytes > stopsAtOnce) break;
  }
  if (word !== '') words.push(word);
  return words;
}

/** Of UTF-8, from 128 on. */
function bytesOf(code: number): readonly number[] {
  const tail = (shift: number): number => 0x80 | ((code >> shift) & 0x3f);
  if (code < 0x800) return [0xc0 | (code >> 6), tail(0)];
  if (code < 0x10000) return [0xe0 | (code >> 12), tail(6), tail(0)];
  return [0xf0 | (code >> 18), tail(12), tail(6), tail(0)];
}

/** Four bytes at every third place of a word, and its last four; with a space where it begins and where it ends. */
function ngramsOf(words: readonly string[]): ReadonlySet<string> {
  const ngrams = new Set<string>();
  for (const word of words) {
    const length = Math.min(word.length, longestWord);
    const begun = (at: number): string => (at === 0 ? ' ' : '');
    let at = 0;
    for (; at + 4 < length; at += 3) ngrams.add(begun(at) + word.substring(at, at + 4));
    ngrams.add(`${begun(at)}${word.substring(length === 3 ? 0 : length - 4)} `);
  }
  return ngrams;
}
