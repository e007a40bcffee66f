import { rougeTokens } from '../../foundations/text/rouge';
import { hasUnspacedScript, segmentedWords } from '../../foundations/text/words';

/**
 * The words that novelty compares. Where ROUGE's own tokens, runs of ASCII letters and digits, hold at least half of a text's letters
 * and digits, it is those, so English is measured bit for bit as rouge-score does. Any other text would be compared by its scraps, or
 * not at all; it is divided into words as Unicode says (UAX #29, by the dictionaries of ICU for Chinese, Japanese, Thai), lower-cased, NFKC.
 * A sign of Chinese says more than a letter: there, a quarter of the words is enough, since all that two tasks of 用Python have in common
 * may be "Python".
 */
export function noveltyTokens(text: string): string[] {
  const tokens = rougeTokens(text);
  if (!hasOtherLetters.test(text)) return tokens;
  const seen = tokens.reduce((sum, token) => sum + token.length, 0);
  // Letters outside the basic plane count twice, which is no matter here.
  const letters = (text.match(/[\p{L}\p{N}]+/gu) ?? []).reduce((sum, run) => sum + run.length, 0);
  const isRouge = 2 * seen >= letters;
  if (isRouge && !hasUnspacedScript(text)) return tokens;
  const words = segmentedWords(text.normalize('NFKC').toLowerCase());
  return isRouge && 4 * words.filter(hasUnspacedScript).length < words.length ? tokens : words;
}

const hasOtherLetters = /[^\0-\x7f]/;
