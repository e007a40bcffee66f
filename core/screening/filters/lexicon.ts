/** Patterns by language. */
export type Lexicon = Readonly<Record<string, readonly RegExp[]>>;

/** The first that is found of a text's language, or of any where that is not known (`und`). */
export function foundIn(text: string, language: string, lexicon: Lexicon): string | undefined {
  for (const [each, patterns] of Object.entries(lexicon)) {
    if (language !== 'und' && language !== each) continue;
    for (const pattern of patterns) {
      const found = pattern.exec(text)?.[0];
      if (found !== undefined) return found;
    }
  }
  return undefined;
}
