import { foundIn } from '../filters/lexicon';
import { wholeWords } from '../../foundations/text/wholeWords';
import type { SafetyPolicy } from '../../recipe/safetyPolicy';
import { harmfulWords, harmlessContext } from './harmfulWords';

export interface FoundHarm {
  /** As the policy calls it. */
  readonly category: string;
  readonly words: string;
}

/**
 * What a text asks for that the policy has no place for, by lists alone: ours for the categories of the standard policy that the policy keeps,
 * and its own. They find what is said in so many words; what needs understanding is the judge's and the moderation endpoint's.
 *
 * @param language ISO 639 code, or "und": then all lists are looked into.
 */
export function harmIn(text: string, language: string, { categories }: SafetyPolicy): FoundHarm | undefined {
  const plain = text.normalize('NFKC').replace(/[‘’]/gu, "'").replace(/\s+/gu, ' ');
  for (const { name, words } of categories)
    for (const [of, phrases] of Object.entries(words)) {
      if (language !== 'und' && of !== 'und' && of !== language) continue;
      const found = phrases.find((phrase) => wholeWords(phrase).test(plain));
      if (found !== undefined) return { category: name, words: found };
    }
  const sentences = plain.split(/(?<=[.?!])\s+/u);
  for (const { name } of categories) {
    const lexicon = Object.hasOwn(harmfulWords, name) ? harmfulWords[name] : undefined;
    if (!lexicon) continue;
    for (const sentence of sentences) {
      if (foundIn(sentence, language, harmlessContext) !== undefined) continue;
      const found = foundIn(sentence, language, lexicon);
      if (found !== undefined) return { category: name, words: found.slice(0, 200) };
    }
  }
  return undefined;
}
