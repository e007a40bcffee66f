import { groupBy } from '../foundations/groupBy';
import { wilsonInterval, type Interval } from '../foundations/statistics/yieldInterval';
import { agreementOf } from './agreement';
import type { Agreement } from './batch';
import { drawnByCounterfactual } from './counterfactualItems';
import { decideItem, type Vote } from './decideItem';
import type { ReviewItem } from './reviewItem';
import type { Verdict, VerdictKind } from '../vocabulary/verdict';
import { sum } from '../foundations/statistics/mean';

/** What the store knows of a run's reviews. */
export interface PeopleCounts {
  readonly batches: readonly { readonly batch: number; readonly closed: boolean }[];
  readonly items: readonly (Pick<ReviewItem, 'item' | 'kind' | 'expected' | 'probability' | 'drawnBy'> & {
    readonly batch: number;
  })[];
  /** Every revision, in the order in which they were given. */
  readonly verdicts: readonly (Pick<Verdict, 'item' | 'reviewer' | 'revision' | 'verdict'> & {
    readonly batch: number;
    readonly flagged: boolean;
    readonly seconds: number | null;
    readonly assisted: boolean;
    readonly settles: boolean;
  })[];
  /** Items of open batches that are yet to be decided: nobody, or too few, have judged them. */
  readonly waiting: number;
  /** Candidates that passed every filter, and those that one rejected although they have a response. */
  readonly passed: number;
  readonly rejected: number;
}

/** A share of a set that people saw a sample of. */
export interface ShareEstimate {
  readonly share: number;
  /** 95 %. */
  readonly interval: Interval;
  /** Items that it rests on. Under `fewestForShares` it says little. */
  readonly items: number;
  /** Of how many it is the share. */
  readonly of: number;
}

/** What people said of a run, in figures. */
export interface PeopleReport {
  readonly batches: { readonly open: number; readonly closed: number };
  readonly items: number;
  /** Items that somebody has judged. */
  readonly judged: number;
  /** Items of open batches that are yet to be decided, judged ones that want another person among them. */
  readonly waiting: number;
  /** The verdicts that stand, one for each item and reviewer. */
  readonly verdicts: Readonly<Record<VerdictKind, number>>;
  readonly flagged: number;
  readonly reviewers: readonly ReviewerLine[];
  /** Null where nobody saw the same items. */
  readonly agreement: Agreement | null;
  /** Hidden checks that were answered: planted bad pairs that were rejected, known good ones that were not. */
  readonly checks: { readonly bad: CaughtChecks; readonly good: CaughtChecks };
  /** Good pairs, approved as they are, of all that passed every filter. */
  readonly good: ShareEstimate | null;
  /** Good pairs of what the filters rejected. */
  readonly falseRejections: ShareEstimate | null;
}

export interface CaughtChecks {
  readonly answered: number;
  readonly right: number;
  readonly interval: Interval;
}

export interface ReviewerLine {
  readonly reviewer: string;
  readonly verdicts: number;
  /** Share of them that approve, edits among them. */
  readonly approving: number;
  /** Median seconds a verdict; null where nothing measured them. */
  readonly seconds: number | null;
  /** Items of which they said another thing at last than at first, and of those how many after having seen machine scores. */
  readonly switched: number;
  readonly switchedAfterScores: number;
  readonly checks: CaughtChecks;
}

/** Items below which a share or an agreement says next to nothing. */
export const fewestForShares = 30;

/** Makes the report of what was counted. */
export function peopleReport({
  batches,
  items,
  verdicts,
  waiting,
  passed,
  rejected,
}: PeopleCounts): PeopleReport {
  const histories = groupBy(verdicts, ({ batch, item, reviewer }) => `${batch}/${item}/${reviewer}`);
  const standing = [...histories.values()].flatMap((revisions) => {
    const newest = revisions.reduce((one, other) => (other.revision > one.revision ? other : one));
    return newest.verdict === 'withdrawn' ? [] : [{ ...newest, verdict: newest.verdict }];
  });
  const votesOn = groupBy(standing, ({ batch, item }) => `${batch}/${item}`);
  const judged = items.flatMap((item) => {
    const votes: readonly Vote[] = votesOn.get(`${item.batch}/${item.item}`) ?? [];
    const stands = decideItem(votes, 1, null).stands;
    return stands ? [{ ...item, votes, verdict: stands.verdict }] : [];
  });
  const itemOf = new Map(items.map((item) => [`${item.batch}/${item.item}`, item]));
  const checksOf = (votes: typeof standing, expected: 'approve' | 'reject' | 'either') =>
    caught(
      votes.flatMap(({ batch, item, verdict }) => {
        const answer = itemOf.get(`${batch}/${item}`)?.expected ?? null;
        const counts = answer !== null && (expected === 'either' || answer === expected);
        return counts && verdict !== 'unsure' ? [(verdict === 'reject') === (answer === 'reject')] : [];
      }),
    );
  const sure = judged.filter(({ verdict }) => verdict !== 'unsure');
  const ofKind = (kind: ReviewItem['kind']) =>
    sure
      .filter((item) => item.kind === kind && item.drawnBy !== drawnByCounterfactual)
      .map(({ probability, verdict }) => ({ probability, isSo: verdict === 'approve' }));
  // On checks everybody agrees: they would flatter the rest.
  const scored = judged.filter(({ kind }) => kind === 'sample' || kind === 'rejection');
  const count = (kind: VerdictKind): number => standing.filter(({ verdict }) => verdict === kind).length;
  return {
    batches: {
      open: batches.filter(({ closed }) => !closed).length,
      closed: batches.filter(({ closed }) => closed).length,
    },
    items: items.length,
    judged: judged.length,
    waiting,
    verdicts: {
      approve: count('approve'),
      reject: count('reject'),
      edit: count('edit'),
      unsure: count('unsure'),
    },
    flagged: standing.filter(({ flagged }) => flagged).length,
    reviewers: [...groupBy(standing, ({ reviewer }) => reviewer)]
      .map(([reviewer, own]) => {
        const changed = [...histories.values()].filter(
          (revisions) => revisions[0]?.reviewer === reviewer && isSwitched(revisions),
        );
        return {
          reviewer,
          verdicts: own.length,
          approving:
            own.filter(({ verdict }) => verdict === 'approve' || verdict === 'edit').length / own.length,
          seconds: median(own.flatMap(({ seconds }) => seconds ?? [])),
          switched: changed.length,
          switchedAfterScores: changed.filter((revisions) =>
            revisions.slice(1).some(({ assisted }) => assisted),
          ).length,
          checks: checksOf(own, 'either'),
        };
      })
      .sort((one, other) => (one.reviewer < other.reviewer ? -1 : 1)),
    agreement: agreementOf(
      scored.map(({ votes }) => new Map(votes.map(({ reviewer, verdict }) => [reviewer, saidOf(verdict)]))),
    ),
    checks: { bad: checksOf(standing, 'reject'), good: checksOf(standing, 'approve') },
    good: estimateShare(ofKind('sample'), passed),
    falseRejections: estimateShare(ofKind('rejection'), rejected),
  };
}

/** Editing agrees with approving: the pair is kept. */
function saidOf(verdict: VerdictKind): string {
  return verdict === 'edit' ? 'approve' : verdict;
}

type Given = PeopleCounts['verdicts'][number];

/** What was taken back counts for nothing. */
function isSwitched(revisions: readonly Given[]): boolean {
  const said = revisions.filter(({ verdict }) => verdict !== 'withdrawn');
  return revisions.at(-1)?.verdict !== 'withdrawn' && said[0]?.verdict !== said.at(-1)?.verdict;
}

function caught(right: readonly boolean[]): CaughtChecks {
  const count = right.filter(Boolean).length;
  return { answered: right.length, right: count, interval: wilsonInterval(count, right.length) };
}

/**
 * The share of a set of `of`, by a sample of which every item was drawn with its own probability: each counts by the inverse of that
 * (Hájek 1971). The interval is Wilson's at the effective sample size (Korn and Graubard 1998): the number of items of a plain
 * random sample that would have the same variance; where all items are alike, Kish's. Null for no items.
 */
export function estimateShare(
  items: readonly { readonly probability: number; readonly isSo: boolean }[],
  of: number,
): ShareEstimate | null {
  if (items.length === 0) return null;
  const weights = items.map(({ probability }) => 1 / probability);
  const total = sum(weights);
  const share = sum(items.map(({ isSo }, index) => (isSo ? (weights[index] ?? 0) : 0))) / total;
  const variance =
    sum(items.map(({ isSo }, index) => ((weights[index] ?? 0) * ((isSo ? 1 : 0) - share)) ** 2)) / total ** 2;
  const effective =
    variance > 0 ? (share * (1 - share)) / variance : total ** 2 / sum(weights.map((weight) => weight ** 2));
  return { share, interval: wilsonInterval(share * effective, effective), items: items.length, of };
}

function median(values: readonly number[]): number | null {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? null;
}
