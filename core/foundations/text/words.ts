/** Letters of scripts that set no space between words. */
const unspaced = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]/u;

/** Whether a text has letters of a script that sets no space between words: Chinese, Japanese, Thai, Lao, Khmer, Burmese. */
export function hasUnspacedScript(text: string): boolean {
  return unspaced.test(text);
}

let segmenter: Intl.Segmenter | undefined;

/**
 * A text's words as Unicode divides it (UAX #29; by the dictionaries of ICU where a script sets no spaces), as they are written. About
 * five times as slow as a regular expression: where words have spaces between them, one of the functions below is the same, and quick.
 */
export function segmentedWords(text: string): string[] {
  segmenter ??= new Intl.Segmenter('und', { granularity: 'word' });
  const words: string[] = [];
  for (const { segment, isWordLike } of segmenter.segment(text)) if (isWordLike) words.push(segment);
  return words;
}

/** How many words a text has: what stands between white space, divided further where a script sets none. */
export function countWords(text: string): number {
  const runs = text.match(/\S+/g) ?? [];
  if (!unspaced.test(text)) return runs.length;
  return runs.reduce((sum, run) => sum + (unspaced.test(run) ? segmentedWords(run).length : 1), 0);
}

/** Words of a text, lower-cased: letters, digits and the apostrophes inside them ("don't" is one). */
export function wordsOf(text: string): string[] {
  const runs = text
    .normalize('NFC')
    .toLowerCase()
    .match(/[\p{L}\p{M}\p{N}\u200c\u200d]+(?:['’][\p{L}\p{M}]+)*/gu);
  return dividedRuns(runs ?? []);
}

/** Words of a text, lower-cased: letters and digits. An apostrophe parts them ("don't" is two). */
export function wordPartsOf(text: string): string[] {
  return dividedRuns(text.toLowerCase().match(/[\p{L}\p{M}\p{N}\u200c\u200d]+/gu) ?? []);
}

/** Runs of letters, those of scripts without spaces divided into words. */
export function dividedRuns(runs: readonly string[]): string[] {
  return runs.flatMap((run) => (unspaced.test(run) ? segmentedWords(run) : [run]));
}
