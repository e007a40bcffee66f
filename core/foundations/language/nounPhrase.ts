import type { Term } from './verbObject';

/** The noun phrase that a stretch of an English sentence begins with: up to a preposition, a clause, a verb, another determiner or a comma. */
export function nounPhrase(terms: readonly Term[]): readonly Term[] {
  const phrase: Term[] = [];
  for (const term of terms) {
    const { normal, tags, post } = term;
    const hasNoun = phrase.some((one) => one.tags.has('Noun'));
    // "a to-do list"
    if (tags.has('Hyphenated')) {
      phrase.push(term);
      continue;
    }
    if (tags.has('Preposition') || tags.has('QuestionWord') || normal === 'that' || normal === 'to') break;
    if (hasNoun && (tags.has('Determiner') || tags.has('Conjunction') || tags.has('Verb'))) break;
    phrase.push(term);
    if (/[,.;:!?…]/u.test(post)) break;
  }
  return phrase;
}
