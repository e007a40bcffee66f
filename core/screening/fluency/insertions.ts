import type { TokenProbability } from './languageModel';
import { mostHelped, tokensHelped, type Repair } from './repair';

/** Insertions that are read. */
const maxInsertions = 3;

/**
 * The text with the word put in that the model expected, in each of the places where what stands there surprised it most. Where
 * such a text is about as likely as the text itself, though it says more, a word is missing: a fluent text gains nothing by it.
 * None for models that do not tell what they expected.
 */
export function insertions(text: string, probabilities: readonly TokenProbability[]): Repair[] {
  const places: {
    readonly at: number;
    readonly word: string;
    readonly surprise: number;
    readonly place: number;
  }[] = [];
  let position = 0;
  probabilities.forEach(({ token, logProbability, likeliest, end }, place) => {
    if (
      !end &&
      likeliest !== undefined &&
      /^\s/u.test(token) &&
      /^ \p{L}+$/u.test(likeliest) &&
      likeliest !== token
    )
      places.push({ at: position, word: likeliest, surprise: -logProbability, place });
    position += token.length;
  });
  return places
    .sort((one, other) => other.surprise - one.surprise)
    .slice(0, maxInsertions)
    .map(({ at, word, surprise, place }) => ({
      kind: 'insertion',
      text: `${text.slice(0, at)}${word}${text.slice(at)}`,
      mostGain: surprise + mostHelped(probabilities, following(place)),
    }));
}

const following = (place: number): number[] =>
  Array.from({ length: tokensHelped - 1 }, (_, index) => place + 1 + index);
