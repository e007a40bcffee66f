import { rougeTokens } from '../../foundations/text/rouge';

const words = new Intl.Segmenter('und', { granularity: 'word' });

/**
 * The words that novelty compares. Where ROUGE's own tokens, runs of ASCII letters and digits, hold at least half of a text's letters
 * and digits, it is those, so English is measured bit for bit as rouge-score does. Any other text would be compared by its scraps, or
 * not at all; it is divided into words as Unicode says (UAX #29, by the dictionaries of ICU for Chinese, Japanese, Thai), lower-cased, NFKC.
 */
export function noveltyTokens(text: string): string[] {
  const tokens = rougeTokens(text);
  const seen = tokens.reduce((sum, token) => sum + token.length, 0);
  // Letters outside the basic plane count twice, which is no matter here.
  const letters = (text.match(/[\p{L}\p{N}]+/gu) ?? []).reduce((sum, run) => sum + run.length, 0);
  if (2 * seen >= letters) return tokens;
  return [...words.segment(text.normalize('NFKC').toLowerCase())].flatMap(({ segment, isWordLike }) =>
    isWordLike ? [segment] : [],
  );
}
