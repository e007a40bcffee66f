import type { TokenProbability } from './languageModel';

/** Insertions that are read. */
const maxInsertions = 3;

/**
 * The text with the word put in that the model expected, in each of the places where what stands there surprised it most. Where
 * such a text is about as likely as the text itself, though it says more, a word is missing: a fluent text gains nothing by it.
 * None for models that do not tell what they expected.
 */
export function insertions(text: string, probabilities: readonly TokenProbability[]): string[] {
  const places: { readonly at: number; readonly word: string; readonly surprise: number }[] = [];
  let position = 0;
  for (const { token, logProbability, likeliest, end } of probabilities) {
    if (
      !end &&
      likeliest !== undefined &&
      /^\s/u.test(token) &&
      /^ \p{L}+$/u.test(likeliest) &&
      likeliest !== token
    )
      places.push({ at: position, word: likeliest, surprise: -logProbability });
    position += token.length;
  }
  return places
    .sort((one, other) => other.surprise - one.surprise)
    .slice(0, maxInsertions)
    .map(({ at, word }) => `${text.slice(0, at)}${word}${text.slice(at)}`);
}
