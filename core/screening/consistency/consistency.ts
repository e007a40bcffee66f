import { claimsOf } from '../grounding/claims';
import { compareClaim, Evidence, type ComparedClaim } from '../grounding/compareClaim';
import { isSameAnswer, shortAnswerOf, type ShortAnswer } from './shortAnswer';

/** How far the samples of one response agree with it. */
export type Consistency =
  | {
      readonly kind: 'answer';
      /** The share of all samples that give its answer. */
      readonly score: number;
      readonly samples: number;
      /** What it says; undefined where it says nothing that compares, and others do. */
      readonly answer: string | undefined;
      /** What most of them say. */
      readonly majority: string;
      /** How many say each. */
      readonly votes: readonly { readonly answer: string; readonly count: number }[];
    }
  | {
      readonly kind: 'claims';
      /** The share of its claims that no more samples contradict than bear them out. */
      readonly score: number;
      readonly samples: number;
      readonly claims: number;
      readonly contradicted: readonly ContradictedClaim[];
      /** Claims that nothing speaks against, and that no other sample says but in words too different to tell. */
      readonly doubtful: readonly string[];
    };

export interface ContradictedClaim {
  readonly claim: string;
  /** How many of the other samples contradict it, and how many bear it out. */
  readonly against: number;
  readonly for: number;
  /** What one of them says instead. */
  readonly sentence: string;
  readonly reason: string;
}

/** A response of more claims is compared by so many of them, drawn evenly over its length. */
const mostClaims = 24;

/** What the samples of one response are asked to agree on. */
export interface Asked {
  readonly instruction: string;
  readonly input: string;
}

/**
 * Compares a response with other samples of it: by the short answer where at least half of them give one, else by its claims, outright.
 * Undefined where there is nothing to compare.
 */
export function consistencyOf(
  asked: Asked,
  response: string,
  others: readonly string[],
): Consistency | undefined {
  if (others.length === 0) return undefined;
  const answers = answersOf(asked, [response, ...others]);
  return answers ? byAnswer(answers) : byClaims(asked, response, others);
}

/** The answers of samples, where they are to be compared by these: at least half of them have one. */
function answersOf(
  { instruction, input }: Asked,
  samples: readonly string[],
): readonly (ShortAnswer | undefined)[] | undefined {
  const question = input === '' ? instruction : `${instruction}\n${input}`;
  const answers = samples.map((sample) => shortAnswerOf(question, sample));
  return answers.filter((answer) => answer !== undefined).length * 2 >= samples.length ? answers : undefined;
}

function byAnswer(answers: readonly (ShortAnswer | undefined)[]): Consistency {
  const votes = votesOf(answers);
  const [own] = answers;
  const same = own === undefined ? 0 : answers.filter((other) => other && isSameAnswer(own, other)).length;
  return {
    kind: 'answer',
    score: same / answers.length,
    samples: answers.length,
    answer: own?.text,
    majority: votes[0]?.answer ?? '',
    votes,
  };
}

/** Answers that say the same, the most frequent first. */
function votesOf(answers: readonly (ShortAnswer | undefined)[]): { answer: string; count: number }[] {
  const groups: { readonly answer: ShortAnswer; count: number }[] = [];
  for (const answer of answers) {
    if (!answer) continue;
    const group = groups.find((one) => isSameAnswer(one.answer, answer));
    if (group) group.count++;
    else groups.push({ answer, count: 1 });
  }
  return groups
    .sort((left, right) => right.count - left.count)
    .map(({ answer, count }) => ({ answer: answer.text, count }));
}

function byClaims(asked: Asked, response: string, others: readonly string[]): Consistency | undefined {
  const all = claimsOf(response);
  const every = Math.max(1, all.length / mostClaims);
  const claims = all.filter((_, index) => Math.floor(index / every) !== Math.floor((index - 1) / every));
  if (claims.length === 0) return undefined;
  const evidence = others.map((other) => new Evidence([other]));
  const comparisons = claims.map((claim) =>
    evidence.map((one) => compareClaim(claim, one, asked.instruction)),
  );
  const contradicted = claims.flatMap((claim, index): ContradictedClaim[] => {
    const compared = comparisons[index]!;
    const against = compared.filter(({ verdict }) => verdict === 'contradicted');
    const bearing = compared.filter(isBorneOut).length;
    const [first] = against;
    return first && against.length > bearing
      ? [
          {
            claim,
            against: against.length,
            for: bearing,
            sentence: first.sentence ?? '',
            reason: first.reason,
          },
        ]
      : [];
  });
  return {
    kind: 'claims',
    score: 1 - contradicted.length / claims.length,
    samples: others.length + 1,
    claims: claims.length,
    contradicted,
    doubtful: claims.filter((claim, index) => {
      if (others.some((other) => other.includes(claim))) return false;
      const verdicts = comparisons[index]!.map(({ verdict }) => verdict);
      return (
        verdicts.includes('doubtful') && verdicts.every((one) => one === 'doubtful' || one === 'notFound')
      );
    }),
  };
}

/** Its facts stand there, and nothing speaks against it, if in other words. */
function isBorneOut({ verdict }: ComparedClaim): boolean {
  return verdict === 'supported' || verdict === 'doubtful';
}

/** So many more votes than any other answer has make a majority clear. */
const clearLead = 2;

/**
 * How many more samples it takes before it may be clear what they agree on; 0: it is. A majority is clear by its lead, as in a sequential test
 * of two hypotheses; claims are as soon as one of the samples has none that the others contradict.
 */
export function missingSamples(asked: Asked, samples: readonly string[]): number {
  if (samples.length < 2) return 1;
  const answers = answersOf(asked, samples);
  if (answers) {
    const [first, second] = votesOf(answers);
    return Math.max(0, clearLead - ((first?.count ?? 0) - (second?.count ?? 0)));
  }
  const isClear = samples.some((sample, index) => {
    const others = samples.filter((_, other) => other !== index);
    return (byClaims(asked, sample, others)?.score ?? 1) === 1;
  });
  return isClear ? 0 : 1;
}
