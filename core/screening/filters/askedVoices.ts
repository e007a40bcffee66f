import { z } from 'zod';
import type { FilterResult } from '../../vocabulary/filterResult';
import { askedMargin, type AskedKind } from './askedModel';
import { passed, rejected, type Subject } from './filter';

/** Of the filters of what no teacher should be asked: who speaks beside their patterns. */
export const unaskableBy = z
  .enum(['patterns', 'words', 'meaning'])
  .default('words')
  .describe(
    'Who finds what no teacher should be asked. patterns: those alone. words: also weights of words that were learned, for next to nothing. meaning: also weights of the embedding, which find most, for the price of one embedding an instruction; by words where the embedder is not the one that Seedbed brings.',
  );

const like: Readonly<Record<AskedKind, string>> = {
  personalQuestion: 'a question about the life of whoever answers',
  needsWorld: 'one that needs what nobody tells here',
};

/** What the log-odds must exceed: more in languages of which there were few sentences to learn from; the others are left alone. */
const least: Readonly<Record<string, number>> = { en: 0, und: 0, de: 1, es: 1, fr: 1 };

/** What the learned weights say of an instruction, by its words alone. */
export const askedByWords = (kind: AskedKind, subject: Subject): FilterResult =>
  readsLike(kind, 'words', subject);

/** And with its embedding. */
export const askedByMeaning = (kind: AskedKind, subject: Subject, vector: Float32Array): FilterResult =>
  readsLike(kind, 'meaning', subject, vector);

function readsLike(
  kind: AskedKind,
  voice: 'words' | 'meaning',
  { instruction, language }: Subject,
  vector?: Float32Array,
): FilterResult {
  const min = least[language];
  if (min === undefined) return passed;
  return askedMargin(kind, instruction, vector) > min
    ? rejected(`reads like ${like[kind]}, by its ${voice}`)
    : passed;
}
