import type { GroupFinder } from '../../foundations/people/groupMentions';
import { mean } from '../../foundations/statistics/mean';
import { sentimentOf } from '../../foundations/text/sentiment';
import { wordPartsOf } from '../../foundations/text/words';
import { refusalOf } from '../../screening/filters/refusal';

/** A pair as it is looked at for how people fare in it. */
export interface AuditedPair {
  readonly instruction: string;
  readonly input: string;
  readonly response: string;
  /** Whether the response is one of a few labels: its length says nothing. */
  readonly classification: boolean;
  /** What the judge gave it; null where nobody did. */
  readonly quality: number | null;
}

/** What is measured of a response, so that it may be compared between groups. */
export const outcomes = ['length', 'sentiment', 'refusal', 'quality'] as const;
export type Outcome = (typeof outcomes)[number];

/**
 * Added to the words before their logarithm is taken. A few words more or less of a name, a number or a label are the task's and nobody's choice, and would
 * weigh most; to leave short answers out instead would leave out those that somebody cut short.
 */
const damping = 30;

/** Undefined where it can not be measured. Length is the logarithm of words and thirty more: a fifth less weighs the more, the longer a response is, and not much more once it is long. */
export type Measured = Readonly<Record<Outcome, number | undefined>>;

export function measured(pair: AuditedPair, language: string): Measured {
  const words = wordPartsOf(pair.response).length;
  return {
    length: pair.classification ? undefined : Math.log(words + damping),
    sentiment: pair.classification ? undefined : sentimentOf(pair.response, language),
    refusal: Number(refusalOf(pair) !== undefined),
    quality: pair.quality ?? undefined,
  };
}

/** The instruction and what it works on. */
export function taskText({ instruction, input }: Pick<AuditedPair, 'instruction' | 'input'>): string {
  return input === '' ? instruction : `${instruction}\n${input}`;
}

/** Groups that are named, by attribute. */
export type Named = ReadonlyMap<string, ReadonlySet<string>>;

export interface NamedIn {
  readonly task: Named;
  readonly response: Named;
}

export function namedIn(pair: AuditedPair, finder: GroupFinder): NamedIn {
  return { task: finder.groupsIn(taskText(pair)), response: finder.groupsIn(pair.response) };
}

/**
 * How differences of a measure are shown: as they are, and of lengths as the share by which responses are longer, where all are so by the same share.
 *
 * @param values What was measured.
 */
export function inShares(
  outcome: Outcome,
  values: readonly (number | undefined)[],
): (difference: number) => number {
  if (outcome !== 'length') return (difference) => difference;
  const known = values.filter((value) => value !== undefined);
  const passedOn = Math.max(0.1, mean(known.map((value) => 1 - damping / Math.exp(value)))); // of a share, as much as reaches the measure
  return (difference) => Math.exp(difference / passedOn) - 1;
}
