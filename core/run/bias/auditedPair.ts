import type { GroupFinder } from '../../foundations/people/groupMentions';
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

/** Words below which an answer is a name, a number or a label, whose length is the task's and nobody's choice. */
const fewestWords = 6;

/** Undefined where it can not be measured. Length is the logarithm of words: a fifth less is as much of any length. */
export type Measured = Readonly<Record<Outcome, number | undefined>>;

export function measured(pair: AuditedPair, language: string): Measured {
  const words = wordPartsOf(pair.response).length;
  return {
    length: pair.classification || words < fewestWords ? undefined : Math.log(words),
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
