import type { Edit, Verdict, VerdictKind } from '../vocabulary/verdict';

/**
 * A verdict as a batch remembers it, in histories and in `pending`: without its edit's texts, and with the beginning of a long reason
 * only. The store has it whole.
 */
export interface KnownVerdict extends Omit<Verdict, 'edit' | 'seconds' | 'assisted'> {
  /** Digest of all that it says: equal for equal verdicts. */
  readonly says: string;
  /** `<revision>:<says>` of earlier messages, newest last, so that one that arrives again is known. */
  readonly seen?: readonly string[];
}

/** Everything that a `reviewBatch` workflow begins with: references, never text. */
export interface BatchInput {
  readonly runKey: string;
  /** Workflow id of the run, which is told when the batch is done. */
  readonly run: string;
  /** 0 and up within the run; the workflow's id is `<run>/review-0007-3f2a9c1b`. */
  readonly batch: number;
  /** Its verdicts were given already, and somebody corrects one: it ends when nothing more comes for a while. */
  readonly reopened?: boolean;
}

/** How a batch is handled, from the recipe; durations in milliseconds. */
export interface BatchPolicy {
  readonly holdMs: number;
  readonly remindMs: number;
  readonly webhook: string | null;
  readonly timeoutMs: number;
  readonly atTimeout: 'extend' | 'approve' | 'reject' | 'drop' | 'leaveOut';
  readonly unsure: 'approve' | 'reject';
  readonly adjudicator: string | null;
}

/** One item as the workflow knows it. Which of them are hidden checks, it doesn't know. */
export interface BatchItem {
  /** 1 and up. */
  readonly item: number;
  /** How many people are to look at it: 1 or 2. */
  readonly needed: number;
  /** Who is meant to, by name; empty: whoever comes. */
  readonly assigned: readonly string[];
  /** How many questions with their answers it has; left out: one. */
  readonly exchanges?: number;
}

/** What the activity `loadBatch` returns. */
export interface LoadedBatch {
  readonly policy: BatchPolicy;
  readonly items: readonly BatchItem[];
  /** Given earlier: of a batch that is reopened. Each reviewer's newest of each item, in the order in which they first came. */
  readonly verdicts: readonly KnownVerdict[];
  /** Markdown of the first items, at most 20 and 32 KB, for the Temporal UI. */
  readonly excerpt: string;
}

/** What a batch decides of an item. */
export interface ItemOutcome {
  readonly item: number;
  readonly outcome: 'approve' | 'reject' | 'drop' | 'leaveOut';
  /** Whose verdict stands; null where nobody gave one in time. */
  readonly by: string | null;
  /** Revision of that verdict; its edit, if it has one, replaces the pair's texts. */
  readonly revision: number | null;
  readonly verdict: VerdictKind | null;
}

/** One verdict as a person sends it. */
export interface GivenVerdict {
  readonly item: number;
  readonly verdict: VerdictKind | 'withdrawn';
  readonly reason?: string;
  readonly edit?: Edit;
  readonly flagged?: boolean;
  readonly seconds?: number;
  readonly assisted?: boolean;
  /** Of the sender's own counting, so that a message that arrives twice counts once. Left out: a new one if it says something new. */
  readonly revision?: number;
}

/** Argument of the update `submitVerdicts`. */
export interface SubmitVerdicts {
  readonly reviewer: string;
  readonly verdicts: readonly GivenVerdict[];
}

/** Result of `submitVerdicts`. */
export interface SubmitOutcome {
  /** Verdicts that changed something, with the revision they got. */
  readonly counted: readonly { readonly item: number; readonly revision: number }[];
  /** Items whose verdict was the same as before. */
  readonly repeated: readonly number[];
  /** Items on which two reviewers differ now. */
  readonly conflicts: readonly number[];
  /** Items that wait for somebody yet. */
  readonly pending: number;
}

/** Argument of the update `holdItems`: hands out items nobody else has, and renews what one has. */
export interface HoldItems {
  readonly reviewer: string;
  readonly count: number;
}

export interface HeldItems {
  readonly items: readonly number[];
  /** Milliseconds since the epoch. */
  readonly until: number;
}

/** Answer of the query `pending`. */
export interface BatchView {
  readonly batch: number;
  readonly state: 'open' | 'closed';
  readonly items: number;
  /** Numbers of the items that wait for somebody. */
  readonly pending: readonly number[];
  readonly conflicts: readonly number[];
  /** The verdicts that stand, one for each item and reviewer. Edits' texts and whole reasons are the store's. */
  readonly verdicts: readonly Verdict[];
  /** Who holds which item until when. */
  readonly holds: readonly { readonly item: number; readonly reviewer: string; readonly until: number }[];
  /** Messages that could not be used, and the newest ten of them in words. */
  readonly malformed: { readonly count: number; readonly newest: readonly string[] };
  /** Messages that came after the item had been closed. */
  readonly late: number;
  readonly openedAt: number;
  /** When the timeout's action is due. */
  readonly dueAt: number;
  /** Who settles conflicts; null: nobody, the first verdict stands. */
  readonly adjudicator: string | null;
  readonly agreement: Agreement | null;
}

/** How far reviewers who saw the same items agree. */
export interface Agreement {
  readonly measure: 'cohenKappa' | 'krippendorffAlpha';
  readonly value: number;
  /** 95 %, by bootstrap or in closed form. */
  readonly interval: readonly [number, number];
  /** Items seen by two or more. Under 30 it says little. */
  readonly items: number;
}
