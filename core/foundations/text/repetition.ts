import { wordPartsOf } from './words';

/** Fewer words than this cannot be told from a list that repeats itself on purpose. */
const minWords = 12;
const longestPeriod = 40;
const phraseWords = 5;
const longestShortText = 60;
const listMarker = /^\s*(?:\p{Nd}+[.)]\s+|[-*•]\s+|\p{Nd}+[、．）]|[・●])/u;
const sentenceEnd = /\n+|(?<=[.!?।॥؟۔])\s+|(?<=[。！？])/u;

export interface RepetitionScore {
  /** Share of the text's words that lie in a loop or in a repeated line or sentence, 0 to 1. */
  readonly share: number;
  /** The repeated passage, shortened; empty where nothing repeats. */
  readonly passage: string;
}

/**
 * How much of a text is repetition: the largest of these shares, each of words.
 * - a loop: a passage of up to 40 words that follows upon itself at least three times, or twice with 8 words or more;
 * - lines or sentences of three words or more that stand there three times or more, numbers left aside;
 * - items of a list, of two words or more, that stand there twice;
 * - word trigrams that occurred before, where they are more than a half of all;
 * - in texts of up to 60 words, phrases of five words or more that stand there twice.
 */
export function repetition(text: string): RepetitionScore {
  const words = wordPartsOf(text);
  const found = [repeatedSentences(text, words.length)];
  if (words.length >= minWords)
    found.push(longestLoop(words), repeatedTrigrams(words), repeatedPhrases(words));
  return found.reduce((max, next) => (next.share > max.share ? next : max));
}

function longestLoop(words: readonly string[]): RepetitionScore {
  let best: RepetitionScore = { share: 0, passage: '' };
  for (let period = 1; period <= Math.min(longestPeriod, words.length >> 1); period++) {
    let run = 0;
    for (let position = period; position <= words.length; position++) {
      if (position < words.length && words[position] === words[position - period]) {
        run++;
        continue;
      }
      const copies = 1 + run / period;
      const covered = run + period;
      if (
        (copies >= 3 || (copies >= 2 && period >= 8)) &&
        covered >= 6 &&
        covered / words.length > best.share
      ) {
        const start = position - covered;
        best = {
          share: covered / words.length,
          passage: shorten(words.slice(start, start + period).join(' ')),
        };
      }
      run = 0;
    }
  }
  return best;
}

function repeatedSentences(text: string, wordCount: number): RepetitionScore {
  const seen = new Map<string, { words: number; times: number; isItem: boolean }>();
  for (const sentence of text.split(sentenceEnd)) {
    const isItem = listMarker.test(sentence);
    const words = wordPartsOf(sentence.replace(listMarker, ''));
    const letters = words.filter((word) => !/\p{Nd}/u.test(word));
    // "After 3 days", "after 4 days": the same again. "3 x 4 = 12" is not, for want of words.
    const key = letters.length >= 3 ? letters.join(' ') : words.join(' ');
    if (isItem ? words.length < 2 : words.length < 3 || wordCount < minWords) continue;
    const entry = seen.get(key) ?? { words: words.length, times: 0, isItem };
    entry.times++;
    seen.set(key, entry);
  }
  let repeated = 0;
  let max = { passage: '', covered: 0 };
  for (const [passage, { words, times, isItem }] of seen) {
    if (times < 2 || (times === 2 && !isItem)) continue;
    repeated += words * times;
    if (words * times > max.covered) max = { passage, covered: words * times };
  }
  return { share: Math.min(1, repeated / Math.max(1, wordCount)), passage: shorten(max.passage) };
}

function repeatedTrigrams(words: readonly string[]): RepetitionScore {
  const seen = new Map<string, number>();
  let repeated = 0;
  let max = { trigram: '', times: 0 };
  for (let index = 0; index + 2 < words.length; index++) {
    const trigram = `${words[index]} ${words[index + 1]} ${words[index + 2]}`;
    const times = (seen.get(trigram) ?? 0) + 1;
    seen.set(trigram, times);
    if (times > 1) repeated++;
    if (times > max.times) max = { trigram, times };
  }
  const share = repeated / Math.max(1, words.length - 2);
  return share > 0.5 ? { share, passage: shorten(max.trigram) } : { share: 0, passage: '' };
}

/** A short text has no room for a refrain: a phrase that comes back in it is the model going round. */
function repeatedPhrases(words: readonly string[]): RepetitionScore {
  if (words.length > longestShortText) return { share: 0, passage: '' };
  const firstAt = new Map<string, number>();
  const covered = new Set<number>();
  let passage = '';
  for (let index = 0; index + phraseWords <= words.length; index++) {
    const phrase = words.slice(index, index + phraseWords).join(' ');
    const first = firstAt.get(phrase);
    if (first === undefined) {
      firstAt.set(phrase, index);
      continue;
    }
    passage ||= phrase;
    for (let offset = 0; offset < phraseWords; offset++) covered.add(first + offset).add(index + offset);
  }
  return { share: covered.size / Math.max(1, words.length), passage: shorten(passage) };
}

function shorten(passage: string): string {
  const characters = [...passage]; // never half of one, which no store keeps
  return characters.length > 60 ? `${characters.slice(0, 59).join('')}…` : passage;
}
