/** Runs of letters of scripts that set no space between words. */
const unspacedRuns =
  /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}ー\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}\p{M}]+/gu;
const unspacedLetters =
  /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]/u;

/**
 * A text as a full-text index can read it, which parts words at spaces alone: where a script sets none, every two neighbouring letters are made a
 * word. A query is made the same, so that what they have in common is found wherever words begin; no dictionary has to know them.
 */
export function searchableText(text: string): string {
  const composed = text.normalize('NFKC');
  if (!unspacedLetters.test(composed)) return composed;
  return composed.replace(unspacedRuns, (run) =>
    unspacedLetters.test(run) ? ` ${pairsOf(run).join(' ')} ` : run,
  );
}

/** Neighbouring letters, each with its marks, by twos; a single one alone. */
function pairsOf(run: string): string[] {
  const letters = run.match(/\P{M}\p{M}*/gu) ?? [];
  if (letters.length < 2) return [run];
  return letters.slice(1).map((letter, index) => `${letters[index]}${letter}`);
}

/** Languages whose word forms PostgreSQL (13 and later) reduces to one, and what it calls them. */
const configurations: Readonly<Record<string, string>> = {
  ar: 'arabic',
  da: 'danish',
  de: 'german',
  el: 'greek',
  en: 'english',
  es: 'spanish',
  fi: 'finnish',
  fr: 'french',
  ga: 'irish',
  hu: 'hungarian',
  id: 'indonesian',
  it: 'italian',
  lt: 'lithuanian',
  ne: 'nepali',
  nl: 'dutch',
  no: 'norwegian',
  nb: 'norwegian',
  nn: 'norwegian',
  pt: 'portuguese',
  ro: 'romanian',
  ru: 'russian',
  sv: 'swedish',
  ta: 'tamil',
  tr: 'turkish',
};

/** PostgreSQL's text search configuration for a language; the one that takes words as they are where it has none of its own. */
export function searchConfiguration(language: string): string {
  return configurations[language] ?? 'simple';
}
