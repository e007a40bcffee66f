import { CancellationScope, condition, continueAsNew, workflowInfo } from '@temporalio/workflow';
import type { BatchInput } from '../core/review/batch';
import { readBatchInput, readCarriedBatch } from '../core/review/batchInput';
import type { BatchState, CarriedBatch } from '../core/review/batchState';
import { afterwards, reminder, review } from './activities';
import { BatchDesk } from './batchDesk';
import { failureOf } from './failureOf';
import { requireOwn } from './requireOwn';

/** What a batch came to. */
export interface ReviewedBatch {
  readonly items: number;
  readonly approved: number;
  readonly rejected: number;
  /** Dropped or left out, since nobody decided in time. */
  readonly undecided: number;
}

/**
 * A batch of pairs that people look at, for as long as they take. It ends when everything is decided, at its timeout or when it is told
 * to finish; cancelling it does the same, so that no run waits for a batch that is gone. Its outcome becomes the run's.
 * One that is started again with `reopened` takes corrections, and ends a minute after the last one.
 *
 * `before` is its own, for when it continues as new.
 */
export async function reviewBatch(argument: BatchInput, before?: CarriedBatch): Promise<ReviewedBatch> {
  const input = requireOwn(readBatchInput(argument));
  const carried = before === undefined ? undefined : requireOwn(readCarriedBatch(before));
  const desk = new BatchDesk(input, carried);
  desk.handleMessages();
  CancellationScope.current().cancelRequested.catch(() => desk.finish()); // rejects when the batch is cancelled: that finishes it
  return CancellationScope.nonCancellable(async () => {
    const state = desk.open(
      carried ? undefined : await desk.step(() => review('Read the batch').loadBatch(input)),
    );
    while (!state.isOver(Date.now())) {
      await condition(
        () => state.isOver(Date.now()) || desk.mustContinueAsNew(),
        Math.max(1, state.nextAt() - Date.now()),
      );
      if (state.isOver(Date.now())) break;
      await keepTime(input, state, desk);
      if (desk.mustContinueAsNew()) {
        await desk.settle();
        await continueAsNew<typeof reviewBatch>(input, state.carry(Date.now()));
      }
    }

    desk.close();
    await desk.settle();
    while (state.isToApply) {
      await handOver(input, state, desk);
      await desk.settle(); // what came meanwhile is a correction
    }
    return summaryOf(state);
  });
}

/** Extends the time and reminds people, where either is due. */
async function keepTime(
  { runKey, run, batch }: BatchInput,
  state: BatchState,
  desk: BatchDesk,
): Promise<void> {
  const now = Date.now();
  const timeout = state.takeTimeout(now);
  if (timeout === 'ended') return;
  if (timeout === 'extended')
    await desk.step(() => review('Wait as long again').extendBatch({ runKey, batch, dueAt: state.dueAt }));
  if (state.takeReminder(now)) {
    desk.changed();
    const { webhook } = state.policy;
    const { workflowId } = workflowInfo();
    const pending = state.pending().length;
    if (webhook !== null) {
      const problem = await reminder('Remind people')
        .remind({ webhook, run, batch, pending, workflowId })
        .catch((error: unknown) => failureOf(error)?.message ?? 'the worker that was to send it ended.');
      state.noteReminder(problem);
      desk.changed();
    }
  }
}

/** Writes down what the batch decides and has it applied: by its run, or here where that has ended. */
async function handOver({ runKey, batch }: BatchInput, state: BatchState, desk: BatchDesk): Promise<void> {
  const { outcomes, changes } = state.outcomes();
  const { malformed, late, agreement } = state.view(Date.now(), 'closed');
  const close = { runKey, batch, outcomes, agreement, malformed: malformed.count, late };
  const { runHasEnded } = await desk.step(() => review('Close the batch').closeBatch(close));
  const isTold = !runHasEnded && (await desk.step(() => review('Tell the run').tellRun({ runKey, batch })));
  if (!isTold)
    await desk.step(() => afterwards('Apply the verdicts').applyReview({ runKey, batch, watermark: null }));
  state.markApplied(changes);
}

function summaryOf(state: BatchState): ReviewedBatch {
  const { outcomes } = state.outcomes();
  const count = (...wanted: readonly string[]): number =>
    outcomes.filter(({ outcome }) => wanted.includes(outcome)).length;
  return {
    items: outcomes.length,
    approved: count('approve'),
    rejected: count('reject'),
    undecided: count('drop', 'leaveOut'),
  };
}
