const patterns = new Map<string, RegExp>();

/**
 * Finds a word or phrase as whole words, without regard to case, whatever white space stands between its words. Letters and digits of
 * any language bound a word; `\b` would know only ASCII.
 */
export function wholeWords(phrase: string): RegExp {
  let pattern = patterns.get(phrase);
  if (!pattern) {
    const escaped = phrase
      .trim()
      .replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
      .replace(/\s+/g, '\\s+');
    pattern = new RegExp(`(?<![\\p{L}\\p{N}])${escaped}(?![\\p{L}\\p{N}])`, 'iu');
    patterns.set(phrase, pattern);
  }
  return pattern;
}
