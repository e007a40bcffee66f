import { firstMatch } from '../../foundations/text/lowered';
import { mayFind } from '../../foundations/text/neededPieces';

/** Patterns by language. */
export type Lexicon = Readonly<Record<string, readonly RegExp[]>>;

/** The first that is found of a text's language, or of any where that is not known (`und`). Those that can find nothing in it are not tried. */
export function foundIn(text: string, language: string, lexicon: Lexicon): string | undefined {
  if (language !== 'und')
    return Object.hasOwn(lexicon, language) ? firstIn(text, lexicon[language]!) : undefined;
  for (const patterns of Object.values(lexicon)) {
    const found = firstIn(text, patterns);
    if (found !== undefined) return found;
  }
  return undefined;
}

function firstIn(text: string, patterns: readonly RegExp[]): string | undefined {
  for (const pattern of patterns) {
    const found = mayFind(pattern, text) ? firstMatch(pattern, text) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}
