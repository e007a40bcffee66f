import { excess } from './fluencyFeatures';
import type { TokenProbability } from './languageModel';
import { mostHelped, tokensHelped, type Repair } from './repair';

/** Exchanges that are read. */
const maxExchanges = 5;
/** Words of which pairs are exchanged where the model tells of no alternatives. */
const suspects = 4;

interface Word {
  readonly text: string;
  readonly start: number;
  /** What the model says where it begins. */
  first: TokenProbability | undefined;
  /** Its tokens, by their place in the text: from the first to before the end. */
  from: number;
  to: number;
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
export function exchanges(text: string, probabilities: readonly TokenProbability[]): Repair[] {
  const words = readWords(text, probabilities);
  const pairs = words.some(({ first }) => first?.alternatives !== undefined)
    ? likeliestPairs(words)
    : suspectPairs(words);
  return pairs.slice(0, maxExchanges).map(({ pair: [one, other], gain }) => {
    const between = text.slice(one.start + one.text.length, other.start);
    const after = text.slice(other.start + other.text.length);
    return {
      kind: 'exchange',
      text: `${text.slice(0, one.start)}${other.text}${between}${one.text}${after}`,
      mostGain: gain + mostHelped(probabilities, [...helped(one), ...helped(other)]),
    };
  });
}

/** The tokens of a word but the first, and those that follow it. */
const helped = ({ from, to }: Word): number[] =>
  Array.from({ length: to + tokensHelped - from - 1 }, (_, index) => from + 1 + index);

function wordsOf(text: string): Word[] {
  return [...text.matchAll(/\S+/gu)].map(({ 0: word, index }) => ({
    text: word,
    start: index,
    first: undefined,
    from: 0,
    to: 0,
    max: 0,
  }));
}

function readWords(text: string, probabilities: readonly TokenProbability[]): Word[] {
  const words = wordsOf(text);
  let position = 0;
  let at = 0;
  probabilities.forEach((probability, place) => {
    const start = position + (/^\s*/u.exec(probability.token)?.[0].length ?? 0);
    position += probability.token.length;
    while (at + 1 < words.length && words[at + 1]!.start <= start) at++;
    const word = words[at];
    if (!word) return;
    word.max = Math.max(word.max, excess(probability));
    if (word.first === undefined) word.from = place;
    word.to = place + 1;
    word.first ??= probability;
  });
  return words;
}

interface Exchange {
  readonly pair: readonly [first: Word, second: Word];
  /** What the first tokens of both words gain, at most. */
  readonly gain: number;
}

function likeliestPairs(words: readonly Word[]): Exchange[] {
  const gains: Exchange[] = [];
  const inPlace = (place: Word, word: number): number =>
    (place.first?.alternatives?.[word] ?? -Infinity) - (place.first?.logProbability ?? 0);
  words.forEach((one, index) =>
    words.slice(index + 1).forEach((other, offset) => {
      const gain = inPlace(one, index + 1 + offset) + inPlace(other, index);
      if (one.text !== other.text && gain > -Infinity) gains.push({ pair: [one, other], gain });
    }),
  );
  return gains.sort((one, other) => other.gain - one.gain);
}

function suspectPairs(words: readonly Word[]): Exchange[] {
  const worst = words
    .toSorted((one, other) => other.max - one.max)
    .slice(0, suspects)
    .sort((one, other) => one.start - other.start);
  return worst.flatMap((one, index) =>
    worst
      .slice(index + 1)
      .filter((other) => other.text !== one.text)
      .map((other): Exchange => ({ pair: [one, other], gain: surpriseOf(one) + surpriseOf(other) })),
  );
}

const surpriseOf = ({ first }: Word): number => -(first?.logProbability ?? 0);
