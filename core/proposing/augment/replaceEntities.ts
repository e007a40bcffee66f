import { withArticle } from '../../foundations/language/english';

/** One entity, and what stands in its place. */
export interface Replacement {
  readonly old: string;
  readonly new: string;
}

/**
 * Puts every replacement into a text at once, so that exchanging two names does not undo itself: whole words, whatever their case,
 * longest first. Capitals follow those of what was there; in English "a" and "an" follow the new word.
 */
export function replaceEntities(
  text: string,
  replacements: readonly Replacement[],
  language: string,
): string {
  if (replacements.length === 0) return text;
  const byOld = new Map(replacements.map((one) => [keyOf(one.old), one]));
  const alternatives = [...byOld.values()]
    .map(({ old }) => old.trim())
    .sort((left, right) => right.length - left.length)
    .map(patternOf);
  const article = language === 'en' ? String.raw`(?:\b([Aa]n?)(\s+))?` : '()()';
  const pattern = new RegExp(
    `${article}(?<![\\p{L}\\p{N}])(${alternatives.join('|')})(?![\\p{L}\\p{N}])`,
    'giu',
  );
  return text.replace(
    pattern,
    (whole, article: string | undefined, space: string | undefined, found: string) => {
      const replacement = byOld.get(keyOf(found));
      if (!replacement) return whole;
      const written = inCaseOf(found, replacement);
      if (!article) return written;
      const [right = ''] = withArticle(written).split(' ', 1);
      return `${article.startsWith('A') ? right.charAt(0).toUpperCase() + right.slice(1) : right}${space ?? ' '}${written}`;
    },
  );
}

/** Whether an entity still stands in a text, also with an ending such as a plural's. */
export function standsIn(text: string, entity: string): boolean {
  return new RegExp(
    `(?<![\\p{L}\\p{N}])${patternOf(entity.trim())}(?:e?s|n|en)?(?![\\p{L}\\p{N}])`,
    'iu',
  ).test(text);
}

function keyOf(entity: string): string {
  return entity.trim().replace(/\s+/gu, ' ').toLowerCase();
}

function patternOf(entity: string): string {
  return entity.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&').replace(/\s+/gu, '\\s+');
}

function inCaseOf(found: string, { old, new: replacement }: Replacement): string {
  const hasLetter = /\p{L}/u.test(found);
  if (!hasLetter || found === old.trim()) return replacement.trim();
  if (found === found.toUpperCase() && [...found].length > 1) return replacement.trim().toUpperCase();
  if (found === found.toLowerCase()) return replacement.trim().toLowerCase();
  return replacement.trim().replace(/^\p{Ll}/u, (letter) => letter.toUpperCase());
}
