import {
  isGrpcServiceError,
  WithStartWorkflowOperation,
  WorkflowUpdateFailedError,
  WorkflowUpdateRPCTimeoutOrCancelledError,
  type Client,
} from '@temporalio/client';
import {
  ApplicationFailure,
  WorkflowIdConflictPolicy,
  WorkflowIdReusePolicy,
  WorkflowNotFoundError,
} from '@temporalio/common';
import type { ReviewReads, StoredBatch } from '../../adapters/store/reviewReads';
import { UserError } from '../../core/foundations/userError';
import { runQueue } from '../../core/run/queues';
import type {
  BatchInput,
  BatchView,
  HeldItems,
  HoldItems,
  SubmitOutcome,
  SubmitVerdicts,
} from '../../core/review/batch';
import type { ReviewEvidence, ReviewItem } from '../../core/review/reviewItem';
import type { Verdict } from '../../core/vocabulary/verdict';
import { UnansweredError, type BatchSummary, type ReviewDesk } from './reviewDesk';

/** How long a worker may take to answer before a person is told that none does. */
const answeredWithin = 10_000;

/** gRPC statuses, by their numbers in the protocol. */
const [cancelled, deadlineExceeded, failedPrecondition, unavailable] = [1, 4, 9, 14];

type ReviewBatch = (input: BatchInput) => Promise<unknown>;
type Address = Pick<BatchSummary, 'runKey' | 'batch'>;

/** The desk over Temporal and the store. */
export class TemporalDesk implements ReviewDesk {
  constructor(
    /** Connected when first asked for: lists never wait for it. */
    private readonly temporal: () => Promise<Client>,
    private readonly reads: ReviewReads,
  ) {}

  async batches(runKey?: string): Promise<readonly BatchSummary[]> {
    return (await this.reads.batches(runKey)).map(summaryOf);
  }

  items(batch: Address): Promise<readonly ReviewItem[]> {
    return this.reads.items(batch);
  }

  async evidence(batch: Address, item: number): Promise<ReviewEvidence> {
    const evidence = await this.reads.evidence(batch, item);
    if (!evidence) throw new UserError(`There is no evidence on item ${item} of batch ${batch.batch}.`);
    return evidence;
  }

  async view(batch: BatchSummary): Promise<BatchView> {
    if (!(await this.stored(batch)).closedAt) {
      try {
        const view = await this.ask(batch, (client) =>
          client.workflow.getHandle(batch.workflowId).query<BatchView>('pending'),
        );
        return { ...view, verdicts: await this.withTexts(batch, view.verdicts) };
      } catch (error) {
        if (!(error instanceof WorkflowNotFoundError)) throw error;
      }
    }
    return this.storedView(batch);
  }

  /** To the open workflow; a batch that has ended is opened again for it. */
  async submit(batch: BatchSummary, verdicts: SubmitVerdicts, updateId: string): Promise<SubmitOutcome> {
    const update = { args: [verdicts] as [SubmitVerdicts], updateId };
    try {
      return await this.ask(batch, (client) =>
        client.workflow
          .getHandle(batch.workflowId)
          .executeUpdate<SubmitOutcome, [SubmitVerdicts]>('submitVerdicts', update),
      );
    } catch (error) {
      if (!(error instanceof WorkflowNotFoundError)) throw error;
    }
    await this.requireEnded(batch);
    const input: BatchInput = { runKey: batch.runKey, run: batch.run, batch: batch.batch, reopened: true };
    return this.ask(batch, (client) =>
      client.workflow.executeUpdateWithStart<ReviewBatch, SubmitOutcome, [SubmitVerdicts]>('submitVerdicts', {
        ...update,
        startWorkflowOperation: new WithStartWorkflowOperation<ReviewBatch>('reviewBatch', {
          workflowId: batch.workflowId,
          taskQueue: runQueue,
          args: [input],
          workflowIdConflictPolicy: WorkflowIdConflictPolicy.USE_EXISTING,
          workflowIdReusePolicy: WorkflowIdReusePolicy.ALLOW_DUPLICATE,
        }),
      }),
    );
  }

  /** None of a batch that has ended: nobody waits for anything in it. */
  async hold(batch: BatchSummary, reviewer: string, count: number): Promise<HeldItems> {
    try {
      return await this.ask(batch, (client) =>
        client.workflow
          .getHandle(batch.workflowId)
          .executeUpdate<HeldItems, [HoldItems]>('holdItems', { args: [{ reviewer, count }] }),
      );
    } catch (error) {
      if (error instanceof WorkflowNotFoundError) return { items: [], until: Date.now() };
      throw error;
    }
  }

  /** A batch is in the store a moment before its run starts its workflow: starting it in the run's place would lose its timers. */
  private async requireEnded(batch: BatchSummary): Promise<void> {
    if ((await this.stored(batch)).closedAt) return;
    try {
      await this.ask(batch, (client) => client.workflow.getHandle(batch.workflowId).describe());
    } catch (error) {
      if (!(error instanceof WorkflowNotFoundError)) throw error;
      throw new UnansweredError(
        `The workflow of ${nameOf(batch)} is about to be started by its run.`,
        `Try again in a moment; if it stays so, see whether the run is at work: seedbed status ${batch.run}`,
        error,
      );
    }
  }

  /** The workflow keeps no texts of edits, and the beginnings of reasons: the store, which may lag by a moment, has all. */
  private async withTexts(batch: Address, verdicts: readonly Verdict[]): Promise<readonly Verdict[]> {
    if (verdicts.every(({ verdict, reason }) => verdict !== 'edit' && reason === undefined)) return verdicts;
    const keyOf = ({ item, reviewer, revision }: Verdict): string =>
      JSON.stringify([item, reviewer, revision]);
    const kept = new Map((await this.reads.verdicts(batch)).map((verdict) => [keyOf(verdict), verdict]));
    return verdicts.map((verdict) => kept.get(keyOf(verdict)) ?? verdict);
  }

  private async stored(batch: Address): Promise<StoredBatch> {
    const [found] = await this.reads.batches(batch.runKey, batch.batch);
    if (!found) throw new UserError(`The run has no batch ${batch.batch}.`, { mend: 'seedbed review list' });
    return found;
  }

  private async storedView(batch: BatchSummary): Promise<BatchView> {
    const { items, conflicts, openedAt, dueAt, adjudicator, statistics } = await this.stored(batch);
    return {
      ...{ batch: batch.batch, state: 'closed', items, pending: [], conflicts },
      verdicts: await this.reads.verdicts(batch),
      holds: [],
      malformed: { count: statistics?.malformed ?? 0, newest: [] },
      ...{ late: statistics?.late ?? 0, agreement: statistics?.agreement ?? null },
      openedAt: openedAt.getTime(),
      dueAt: (dueAt ?? openedAt).getTime(),
      adjudicator,
    };
  }

  /** @throws WorkflowNotFoundError as it is; what is known to go wrong in words. */
  private async ask<Result>(
    batch: BatchSummary,
    question: (client: Client) => Promise<Result>,
  ): Promise<Result> {
    const client = await this.temporal();
    try {
      return await client.withDeadline(Date.now() + answeredWithin, () => question(client));
    } catch (error) {
      throw inWords(error, batch);
    }
  }
}

function inWords(error: unknown, batch: BatchSummary): unknown {
  if (error instanceof WorkflowNotFoundError || error instanceof UserError) return error;
  if (error instanceof WorkflowUpdateFailedError && isRefusal(error.cause))
    return new UserError(error.cause.message, { cause: error });
  const code = statusOf(error);
  const isUnanswered = [cancelled, deadlineExceeded, failedPrecondition].some((status) => status === code);
  // Temporal itself rejects an update whose worker died over it; nothing of it is kept, and it may come again.
  const isUntold =
    error instanceof WorkflowUpdateFailedError || error instanceof WorkflowUpdateRPCTimeoutOrCancelledError;
  if (isUntold || isUnanswered) {
    return new UnansweredError(
      `No worker answers for ${nameOf(batch)}.`,
      'Start one, then do the same again, which counts once: seedbed up',
      error,
    );
  }
  if (code === unavailable) {
    return new UnansweredError(
      'Temporal does not answer.',
      'See what is up and what is not: seedbed doctor',
      error,
    );
  }
  return error;
}

/** The client wraps some of the service's errors, and not others. */
function statusOf(error: unknown): number | undefined {
  if (isGrpcServiceError(error)) return error.code;
  return error instanceof Error && error.cause !== undefined ? statusOf(error.cause) : undefined;
}

/** Whether the batch said it, in a sentence, and would say it again. */
function isRefusal(cause: unknown): cause is ApplicationFailure {
  return cause instanceof ApplicationFailure && cause.type === 'InvalidMessage';
}

function nameOf({ run, batch }: BatchSummary): string {
  return `batch ${batch} of ${run}`;
}

function summaryOf({
  statistics: _,
  adjudicator: __,
  conflicts,
  openedAt,
  dueAt,
  closedAt,
  ...batch
}: StoredBatch): BatchSummary {
  return {
    ...batch,
    state: closedAt ? 'closed' : 'open',
    conflicts: conflicts.length,
    openedAt: openedAt.toISOString(),
    dueAt: dueAt?.toISOString() ?? null,
  };
}
