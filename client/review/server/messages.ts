import type { Agreement, GivenVerdict } from '../../../core/review/batch';
import type { Verdict } from '../../../core/vocabulary/verdict';
import type { ReviewItem } from '../../../core/review/reviewItem';

/** What the server and the page say to each other, as JSON. Types only: the page bundles nothing of the server. */

export interface PageSession {
  /** Key of the run whose batches are shown; null: all runs. */
  readonly run: string | null;
  /** Offered where nobody has given a name in this browser. */
  readonly reviewer: string | null;
  /** Scores are shown before the verdict, which is stamped into every verdict. */
  readonly assisted: boolean;
}

/**
 * A pair as a reviewer gets it: texts, and what says nothing about quality. Never whether it is a hidden check. Who drew it follows
 * the verdict, since "threw out by a filter" would be a hint.
 */
export type PageItem = Pick<
  ReviewItem,
  'item' | 'instruction' | 'input' | 'response' | 'turns' | 'cell' | 'strategy' | 'cases'
>;

/** What is told of an item once its reader has decided. */
export interface RevealedItem {
  readonly item: number;
  /** Which sampler drew it; null where that would give away a hidden check. */
  readonly drawnBy: string | null;
  /** What others said. */
  readonly others: readonly Verdict[];
  readonly inConflict: boolean;
}

/** A batch as one reviewer may see it. */
export interface ReviewerView {
  readonly state: 'open' | 'closed';
  readonly items: number;
  /** How many items wait for anybody. */
  readonly pending: number;
  /** Items that this reviewer can do now: nobody else holds them, and they need somebody. */
  readonly open: readonly number[];
  /** Items that would be open to this reviewer if others did not hold them, and when the first of these holds runs out; null: there are none. */
  readonly elsewhere: { readonly items: number; readonly until: number } | null;
  /** Items on which reviewers differ, for this reviewer to settle: empty unless this is the adjudicator. */
  readonly toSettle: readonly number[];
  /** How many items reviewers differ on. */
  readonly conflicts: number;
  /** Who settles them; null: nobody, the first verdict stands. */
  readonly adjudicator: string | null;
  /** This reviewer's verdicts that stand. */
  readonly mine: readonly Verdict[];
  readonly revealed: readonly RevealedItem[];
  readonly agreement: Agreement | null;
  /** Milliseconds since the epoch. */
  readonly dueAt: number;
}

export interface PostedVerdicts {
  readonly reviewer: string;
  readonly verdicts: readonly NumberedVerdict[];
}

/** The page counts its revisions itself, so that what is sent twice counts once. */
export type NumberedVerdict = GivenVerdict & { readonly revision: number };

export interface VerdictsAnswer {
  /** Durable now, with the revision that was sent. */
  readonly kept: readonly { readonly item: number; readonly revision: number }[];
  /** Never going to be taken as they are, and why. */
  readonly refused: readonly { readonly item: number; readonly revision: number; readonly why: string }[];
}

/** Body of every answer that is not a success. */
export interface ErrorAnswer {
  readonly error: string;
}
