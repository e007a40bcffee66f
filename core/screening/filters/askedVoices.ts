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
const learnedWell: ReadonlySet<string> = new Set(['en', 'und']);
const learnedLittle: ReadonlySet<string> = new Set(['de', 'es', 'fr']);
const leastWhereLittle: Readonly<Record<AskedKind, number>> = { personalQuestion: 1, needsWorld: 1.5 };

/** What the learned weights say of an instruction, by its words alone. */
export const askedByWords = (kind: AskedKind, subject: Subject): FilterResult =>
  readsLike(kind, 'words', subject);

/** And with its embedding. */
export const askedByMeaning = (kind: AskedKind, subject: Subject, vector: Float32Array): FilterResult =>
  readsLike(kind, 'meaning', subject, vector);

function readsLike(
  kind: AskedKind,
  voice: 'words' | 'meaning',
  subject: Subject,
  vector?: Float32Array,
): FilterResult {
  const { instruction, language } = subject;
  const min = learnedWell.has(language) ? 0 : learnedLittle.has(language) ? leastWhereLittle[kind] : Infinity;
  if (min === Infinity || isToldElsewhere(kind, subject)) return passed;
  return askedMargin(kind, instruction, vector) > min
    ? rejected(`reads like ${like[kind]}, by its ${voice}`)
    : passed;
}

/**
 * Whether what an instruction asks for is decided by more than its own words: a template is its author's, a later message goes on from what was
 * said, and what is to be worked on comes along as the input, or is told to be missing when the pair is looked at.
 */
function isToldElsewhere(kind: AskedKind, { instruction, strategy, before }: Subject): boolean {
  return (
    strategy === 'template' || before !== undefined || (kind === 'needsWorld' && material.test(instruction))
  );
}

/** "the two numbers", "this paragraph": what an input brings along. */
const material =
  /\b(?:the|these|those|this) (?:(?:two|three|four|five|given|following|below|above|long|newspaper) )*(?:numbers?|words?|texts?|sentences?|paragraphs?|passages?|items?|values?|expressions?|equations?|phrases?|statements?|essays?|reports?|chapters?|papers?|articles?|stor(?:y|ies)|reviews?|posts?|pieces?|poems?|datasets?|documentar(?:y|ies))\b/iu;
