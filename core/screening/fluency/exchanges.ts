import { excess } from './fluencyFeatures';
import type { TokenProbability } from './languageModel';

/** Exchanges that are read. */
const maxExchanges = 5;
/** Words of which pairs are exchanged where the model tells of no alternatives. */
const suspects = 4;

interface Word {
  readonly text: string;
  readonly start: number;
  /** What the model says where it begins. */
  first: TokenProbability | undefined;
  /** How surprising it is for its rarity, at most. */
  max: number;
}

/** What a model is to be asked of in every place of a text, so that `exchanges` can tell which of its words would fit better elsewhere. */
export const wordsToTry = (text: string): string[] => wordsOf(text).map((word) => ` ${word.text}`);

/**
 * The text with two of its words in each other's place, for the likeliest pairs: by how much likelier each would begin in the other's
 * place (one reading tells it of all pairs), else the most surprising ones. Where such an exchange is about as likely as the text
 * itself, words have changed places: in a fluent text every exchange makes it clearly less likely.
 *
 * @param probabilities Of the text, asked with `wordsToTry`.
 */
export function exchanges(text: string, probabilities: readonly TokenProbability[]): string[] {
  const words = readWords(text, probabilities);
  const pairs = words.some(({ first }) => first?.alternatives !== undefined)
    ? likeliestPairs(words)
    : suspectPairs(words);
  return pairs.slice(0, maxExchanges).map(([one, other]) => {
    const between = text.slice(one.start + one.text.length, other.start);
    const after = text.slice(other.start + other.text.length);
    return `${text.slice(0, one.start)}${other.text}${between}${one.text}${after}`;
  });
}

function wordsOf(text: string): Word[] {
  return [...text.matchAll(/\S+/gu)].map(({ 0: word, index }) => ({
    text: word,
    start: index,
    first: undefined,
    max: 0,
  }));
}

function readWords(text: string, probabilities: readonly TokenProbability[]): Word[] {
  const words = wordsOf(text);
  let position = 0;
  let at = 0;
  for (const probability of probabilities) {
    const start = position + (/^\s*/u.exec(probability.token)?.[0].length ?? 0);
    position += probability.token.length;
    while (at + 1 < words.length && words[at + 1]!.start <= start) at++;
    const word = words[at];
    if (!word) continue;
    word.max = Math.max(word.max, excess(probability));
    word.first ??= probability;
  }
  return words;
}

type Pair = readonly [first: Word, second: Word];

function likeliestPairs(words: readonly Word[]): Pair[] {
  const gains: { readonly pair: Pair; readonly gain: number }[] = [];
  const inPlace = (place: Word, word: number): number =>
    (place.first?.alternatives?.[word] ?? -Infinity) - (place.first?.logProbability ?? 0);
  words.forEach((one, index) =>
    words.slice(index + 1).forEach((other, offset) => {
      const gain = inPlace(one, index + 1 + offset) + inPlace(other, index);
      if (one.text !== other.text && gain > -Infinity) gains.push({ pair: [one, other], gain });
    }),
  );
  return gains.sort((one, other) => other.gain - one.gain).map(({ pair }) => pair);
}

function suspectPairs(words: readonly Word[]): Pair[] {
  const worst = words
    .toSorted((one, other) => other.max - one.max)
    .slice(0, suspects)
    .sort((one, other) => one.start - other.start);
  return worst.flatMap((one, index) =>
    worst
      .slice(index + 1)
      .filter((other) => other.text !== one.text)
      .map((other): Pair => [one, other]),
  );
}
