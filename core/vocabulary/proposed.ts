import type { Turn } from './conversation';
import type { FinishReason } from './finishReason';
import type { Lineage } from './lineage';

/** A candidate as its strategy brings it. */
export interface Proposed {
  readonly instruction: string;
  /** Where the strategy brings the response along: computed by a template, or written in the same call. */
  readonly written?: {
    readonly input: string;
    readonly text: string;
    readonly finishReason: FinishReason;
    readonly classification: boolean;
    /** The ledger's key of the call that wrote it; null where it was computed. */
    readonly call: string | null;
    /** What the teacher thought before it wrote this response alone. */
    readonly thinking?: string;
    /** What its conversation goes on with, as its parent's does; left out where it ends with the response. */
    readonly turns?: readonly Turn[];
  };
  /** An input that is fixed while the response is still to be written (a template's, a variant's). */
  readonly input?: string;
  /** Candidates alike by design: compared with everybody outside by the novelty rule, and inside only by `identity`. */
  readonly family: string | null;
  /** What makes two members of a family the same; null without a family. */
  readonly identity: string | null;
  /** Whether it was made to ask for something else than its family does. Left out: it was not. */
  readonly isMeantToDiffer?: boolean;
  /** Set where the strategy's own check threw it out. */
  readonly rejected?: { readonly filter: string; readonly reason: string; readonly score?: number };
  /** To be checked by the cosine of two texts: below `min` or above `max`, the candidate is rejected. */
  readonly comparisons?: readonly {
    readonly filter: string;
    readonly left: string;
    readonly right: string;
    readonly min?: number;
    readonly max?: number;
  }[];
  readonly lineage: Lineage;
}

export interface UnclearPart {
  readonly unreadable: string;
  readonly raw: string;
  /** Whether the endpoint itself calls it a refusal. */
  readonly isRefusal?: true;
  readonly lineage: Lineage;
}

/** What one unit of work came to. An answer that could not be used counts as one candidate, and its text is kept. */
export type ProposalOutcome =
  | {
      readonly proposed: readonly Proposed[];
      /** Parts of the answer in which tasks could not be told apart, each with why: a candidate of its own, that comes to nothing. */
      readonly unclear?: readonly UnclearPart[];
    }
  | UnclearPart;
