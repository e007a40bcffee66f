import type { BatchView, HeldItems, SubmitOutcome, SubmitVerdicts } from '../../core/review/batch';
import type { ReviewEvidence, ReviewItem } from '../../core/review/reviewItem';

/** A batch, as lists show it. */
export interface BatchSummary {
  readonly run: string;
  readonly runKey: string;
  readonly batch: number;
  readonly workflowId: string;
  readonly state: 'open' | 'closed';
  readonly items: number;
  /** By the store, which follows the workflow within a moment. */
  readonly decided: number;
  readonly conflicts: number;
  readonly openedAt: string;
  readonly dueAt: string | null;
}

/** Nobody answered, so that it can't be told whether a message arrived: sent again under the same id, it counts once. */
export class UnansweredError extends Error {
  override readonly name = 'UnansweredError';

  constructor(
    message: string,
    /** What to do. */
    readonly mend: string,
    cause: unknown,
  ) {
    super(message, { cause });
  }
}

/**
 * What reviewers work at, whatever they work with: the page, the terminal, files. A view on Temporal and the store: it keeps nothing
 * itself. Verdicts go to the batch's workflow as updates; a closed batch is reopened for a correction. What the batch refuses is a
 * UserError with its reason; where nobody could tell, an UnansweredError.
 */
export interface ReviewDesk {
  /** Of one run by its key, or of all runs. Oldest first. */
  batches(runKey?: string): Promise<readonly BatchSummary[]>;
  items(batch: Pick<BatchSummary, 'runKey' | 'batch'>): Promise<readonly ReviewItem[]>;
  /** @throws UserError where there is none, as of a hidden check. */
  evidence(batch: Pick<BatchSummary, 'runKey' | 'batch'>, item: number): Promise<ReviewEvidence>;
  /** From the workflow where it is open, else from the store. */
  view(batch: BatchSummary): Promise<BatchView>;
  /** Durable when it resolves. Sent again with the same id, it counts once. */
  submit(batch: BatchSummary, verdicts: SubmitVerdicts, updateId: string): Promise<SubmitOutcome>;
  hold(batch: BatchSummary, reviewer: string, count: number): Promise<HeldItems>;
}
