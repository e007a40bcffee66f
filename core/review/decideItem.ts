import type { BatchPolicy, ItemOutcome } from './batch';
import type { VerdictKind, Verdict } from '../vocabulary/verdict';

/** What stands of one reviewer's. */
export interface Vote extends Pick<Verdict, 'reviewer' | 'revision' | 'settles'> {
  readonly verdict: VerdictKind;
}

/** Where an item is. */
export interface ItemDecision {
  /** Whether somebody is to look at it yet. */
  readonly waits: boolean;
  /** Whether reviewers differ, and nobody has settled it. */
  readonly conflict: boolean;
  /** What would decide it now; null where nobody has said anything. */
  readonly stands: Vote | null;
}

/**
 * What the votes on an item come to, in the order in which their reviewers first came. Approving and editing agree. Being unsure
 * differs from nobody: somebody's who is sure stands before it. Where reviewers differ the first of them stands, until the
 * adjudicator has settled it; where there is an adjudicator, the item waits for them.
 */
export function decideItem(
  votes: readonly Vote[],
  needed: number,
  adjudicator: BatchPolicy['adjudicator'],
): ItemDecision {
  const settled = votes.find(({ settles }) => settles);
  if (settled) return { waits: false, conflict: false, stands: settled };
  const sure = votes.filter(({ verdict }) => verdict !== 'unsure');
  const conflict = new Set(sure.map(({ verdict }) => verdict === 'reject')).size > 1;
  return {
    waits: votes.length < needed || (conflict && adjudicator !== null),
    conflict,
    stands: sure[0] ?? votes[0] ?? null,
  };
}

/** What becomes of an item when its batch ends. What nobody decided goes as the policy has it at the timeout; "extend" has ended then. */
export function outcomeOf(item: number, { stands }: ItemDecision, policy: BatchPolicy): ItemOutcome {
  if (!stands) {
    const outcome = policy.atTimeout === 'extend' ? 'leaveOut' : policy.atTimeout;
    return { item, outcome, by: null, revision: null, verdict: null };
  }
  const { reviewer: by, revision, verdict } = stands;
  const outcome = verdict === 'unsure' ? policy.unsure : verdict === 'reject' ? 'reject' : 'approve';
  return { item, outcome, by, revision, verdict };
}
