import { cosine } from '../../foundations/embedding/cosine';
import type { Differences } from './differences';

/**
 * What the rule weighs. Kinds of difference share a feature, so that what was learnt of changed numbers holds for a negation too:
 * it is to hold for kinds of edits that it never saw.
 */
export const featureNames = ['similarity', 'contradiction', 'edited', 'reworded', 'distant'] as const;
export type FeatureName = (typeof featureNames)[number];
export type Features = Readonly<Record<FeatureName, number>>;

/** Meanings of the two instructions, and of the words that only one of them has, as vectors of length 1. */
export interface Meanings {
  readonly left: Float32Array;
  readonly right: Float32Array;
  readonly word: (word: string) => Float32Array;
}

/** Unmatched words beyond this many say no more. */
const maxWords = 4;

/** Cosine above which two sentences are about the same thing, however they say it. */
const farApart = 0.85;

export function featuresOf(differences: Differences, { left, right, word }: Meanings): Features {
  const { onlyLeft, onlyRight, isEdit } = differences;
  /** How far each of some words is from the nearest word of the others: 1 where there is none. */
  const strangeness = (words: readonly string[], others: readonly string[]): number =>
    words.reduce(
      (sum, one) => sum + 1 - Math.max(0, ...others.map((other) => cosine(word(one), word(other)))),
      0,
    );
  const [fewer, more] = [strangeness(onlyLeft, onlyRight), strangeness(onlyRight, onlyLeft)]
    .map((sum) => Math.min(sum, maxWords) / maxWords)
    .sort((one, other) => one - other) as [number, number];
  const similarity = cosine(left, right);
  return {
    similarity,
    contradiction: contradictionOf(differences),
    // A text that kept its shape was edited, and what was put in or exchanged was meant.
    edited: isEdit && more > 0 ? Math.min(1, 0.25 + 2 * more) : 0,
    // One that did not was said anew, and other words are no sign of another task.
    reworded: isEdit ? 0 : (fewer + more) / 2,
    // Unless the meanings are far apart as well.
    distant: isEdit ? 0 : Math.max(0, farApart - similarity),
  };
}

/** 1 where the two say opposite or different things of what they share; less where they share little. */
function contradictionOf(differences: Differences): number {
  const { onlyLeft, onlyRight, shared, numbers, names, negation, antonyms, siblings, isEdit } = differences;
  const bothHave = ([lefts, rights]: readonly [readonly string[], readonly string[]]): boolean =>
    lefts.length > 0 && rights.length > 0;
  const oneHas = ([lefts, rights]: readonly [readonly string[], readonly string[]]): boolean =>
    lefts.length + rights.length > 0;
  const overlap = shared / Math.max(1, shared + Math.max(onlyLeft.length, onlyRight.length));
  const alike = isEdit || overlap >= 0.5;
  if (bothHave(numbers) || bothHave(names)) return 1;
  if (antonyms !== undefined || negation !== undefined) return alike ? 1 : 0.4;
  if (oneHas(numbers)) return alike ? 1 : 0.4;
  if (siblings !== undefined) return alike ? 0.7 : 0.2;
  return oneHas(names) ? (alike ? 0.5 : 0.2) : 0;
}
