/** What a person says of a pair. */
export const verdictKinds = ['approve', 'reject', 'edit', 'unsure'] as const;
export type VerdictKind = (typeof verdictKinds)[number];

/** Reasons that have a number on the keyboard; others are free text. */
export const usualReasons = ['wrong', 'unclear', 'irrelevant', 'incomplete', 'repetitive', 'unsafe'] as const;

/** What a reviewer would have instead. What is left out stays as it is. */
export interface Edit {
  readonly instruction?: string;
  readonly input?: string;
  readonly response?: string;
  /** What follows the response, where that is to be another. */
  readonly turns?: readonly TurnEdit[];
}

/** New texts of one exchange of a conversation. */
export interface TurnEdit {
  /** From 2: the first is the pair's instruction and response. */
  readonly exchange: number;
  readonly message?: string;
  readonly response?: string;
}

/** One reviewer's verdict on one item of a batch. A later revision supersedes an earlier one, and nothing is deleted. */
export interface Verdict {
  readonly item: number;
  readonly reviewer: string;
  /** 1 for the first; only goes up. */
  readonly revision: number;
  /** `withdrawn`: taken back, so that the item is open again for this reviewer. */
  readonly verdict: VerdictKind | 'withdrawn';
  /** At most 2,000 characters. */
  readonly reason?: string;
  readonly edit?: Edit;
  /** Marked for somebody to look at, whatever the verdict. */
  readonly flagged?: boolean;
  /** Milliseconds since the epoch, by the workflow's clock. */
  readonly at: number;
  /** Seconds that the reviewer looked at it, where the page measured them. */
  readonly seconds?: number;
  /** Whether machine scores were shown before the verdict. */
  readonly assisted?: boolean;
  /** Given by the adjudicator, to settle a conflict. */
  readonly settles?: boolean;
}

/** Bounds of what a message may hold. */
export const maxReasonCharacters = 2_000;
export const maxEditCharacters = 32_000;
export const maxExchangesOfPair = 1_000;
export const maxVerdictsInMessage = 500;
