import type { CellKey } from '../vocabulary/cell';
import type { Turn } from '../vocabulary/conversation';
import type { Lineage } from '../vocabulary/lineage';
import type { MeasuredAnswers, ReviewCase } from './reviewCase';

/**
 * Why an item is in a batch. sample: of what passed every filter. rejection: of what a filter threw out. check: planted, with a known
 * answer. repeat: shown before, to the same reviewer.
 */
export type ReviewItemKind = 'sample' | 'rejection' | 'check' | 'repeat';

/** A pair in a batch, as the store keeps it. */
export interface ReviewItem {
  readonly item: number;
  readonly kind: ReviewItemKind;
  readonly iteration: number;
  readonly ordinal: number;
  /** The texts as they are shown; a planted check's differ from its candidate's. */
  readonly instruction: string;
  readonly input: string;
  readonly response: string;
  /** What follows the response, in order; left out where nothing does. */
  readonly turns?: readonly Turn[];
  readonly cell: CellKey | null;
  readonly strategy: string;
  /** Which sampler drew it. */
  readonly drawnBy: string;
  /** Probability that it was drawn, in (0, 1]: a rate is weighted by its inverse. */
  readonly probability: number;
  /** What a check's answer is; null for what nobody knows. */
  readonly expected: 'approve' | 'reject' | null;
  readonly needed: number;
  readonly assigned: readonly string[];
  /** What to tell of it in particular, with what to tell it by; left out: nothing, it is judged as a whole. */
  readonly cases?: readonly ReviewCase[];
}

/** What is shown after the first verdict. */
export interface ReviewEvidence {
  readonly scores: readonly {
    readonly filter: string;
    readonly score: number | null;
    readonly passed: boolean;
    readonly reason: string | null;
  }[];
  /** The most similar instruction that there was, and how similar by ROUGE-L; null where there was none. */
  readonly nearest: { readonly instruction: string; readonly score: number } | null;
  readonly lineage: Lineage;
  /** Why it was rejected, where a filter did; null for what passed. */
  readonly decidedBy: string | null;
  readonly reason: string | null;
  /** Of an item that shows the answers about two groups; left out of others. */
  readonly answers?: readonly MeasuredAnswers[];
}
