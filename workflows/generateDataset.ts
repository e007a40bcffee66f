import { WorkflowExecutionAlreadyStartedError } from '@temporalio/common';
import {
  ApplicationFailure,
  CancellationScope,
  ChildWorkflowCancellationType,
  condition,
  continueAsNew,
  ParentClosePolicy,
  patched,
  startChild,
  workflowInfo,
} from '@temporalio/workflow';
import type { RunInput } from '../core/recipe/runInput';
import type { BatchInput } from '../core/review/batch';
import { batchName, batchWorkflowId } from '../core/review/batchName';
import { readCarriedRun } from '../core/run/carriedRun';
import { parseStartInput, type ExtensionInput } from '../core/run/extension';
import { invalidInput } from '../core/run/failureTypes';
import type { IterationInput } from '../core/run/iteration';
import { OpenReviews } from '../core/run/openReviews';
import { RunProgress, type CarriedRun, type PreparedRun } from '../core/run/runProgress';
import { compute, long, review } from './activities';
import { DatasetRun, type RunSummary } from './datasetRun';
import { undoneOf } from './failureOf';
import { extend, prepare } from './prepare';
import { requireOwn } from './requireOwn';
import { runIteration } from './runIteration';
import { writeLists } from './writeLists';

/** Runs that an earlier version began wait for each iteration to have started before they plan the next. */
const startsWhileNextIsPlanned = 'iterations start while the next one is planned';

/**
 * Grows a dataset by a recipe until its target is reached: iterations overlap, and commit one after the other.
 * Takes one object, `{ recipe, name?, target?, overrides? }`, or `{ extend, target?, budget? }` for more pairs of a run that has ended;
 * `carried` is its own, for when it continues as new.
 */
export async function generateDataset(input: unknown, carried?: unknown): Promise<RunSummary> {
  const before = carried === undefined ? undefined : requireOwn(readCarriedRun(carried));
  const reviews = new OpenReviews(before?.reviews);
  const run = new DatasetRun(before, reviews);
  const { children } = run;
  run.handleMessages();
  try {
    return await children.during(grow);
  } catch (error) {
    await CancellationScope.nonCancellable(() => run.fail(error));
    throw error;
  }

  async function grow(): Promise<RunSummary> {
    const { prepared, carried } = await begin();
    const progress = await run.begin(new RunProgress(prepared, carried, reviews));
    try {
      // Those that people have already are passed over: a run that was ended as it handed one out never did.
      if (!before && carried) for (const batch of reviews.undecided) await startReview(prepared, batch);
      return await iterate(prepared, progress);
    } catch (error) {
      const undone = undoneOf(error);
      if (!undone) throw error;
      await children.settled(); // told to stop as well: what they have in flight settles
      return await run.end(progress.leaveOpen(undone.message));
    }
  }

  /** What its decisions are made of, and what it has behind it. */
  async function begin(): Promise<{ readonly prepared: PreparedRun; readonly carried?: CarriedRun }> {
    if (before) return { prepared: before.prepared, carried: before };
    const asked = checked(input);
    if (!('extend' in asked)) return { prepared: await prepare(asked, 'run') };
    const carried = await extend(asked);
    reviews.takeUp(carried.reviews);
    return { prepared: carried.prepared, carried };
  }

  async function iterate(prepared: PreparedRun, progress: RunProgress): Promise<RunSummary> {
    if (!before && prepared.listsToWrite > 0) await writeListsFirst(prepared);
    for (;;) {
      await run.applyReviews();
      progress.openNext();
      // What is due when the run is to continue as new is decided here and now, and started there: it comes out the same.
      if (!mustContinueAsNew())
        for (const due of progress.open.slice(children.count)) await startIteration(prepared, due);

      const [oldest, due] = [children.oldest, progress.open[0]];
      if (oldest && due) {
        await condition(() => oldest.isReady || progress.isDue);
        if (!oldest.isReady) continue;
        await oldest.done();
        const outcome = await run.step(() =>
          compute(`Commit iteration ${due.iteration}`).commitIteration(due),
        );
        progress.committedOldest(outcome);
        children.dismissOldest();
        for (const batch of outcome.reviews) await startReview(prepared, batch);
        run.showProgress();
        continue;
      }

      const gathered = progress.takeGathered();
      if (gathered !== undefined) {
        await run.step(() =>
          review(`Hand out ${batchName(gathered)}`).openBatch({ runKey: prepared.runKey, batch: gathered }),
        );
        await startReview(prepared, gathered);
        continue;
      }

      const next = progress.next();
      if (next.kind === 'end') return await run.end(next.ending);
      if (next.kind === 'review' && !mustContinueAsNew()) {
        await run.waitForPeople(mustContinueAsNew);
        continue;
      }
      await run.settle(); // no iteration is under way, and the server suggests to continue as new
      await continueAsNew<typeof generateDataset>({ continues: prepared.runKey }, progress.carry());
    }
  }

  async function writeListsFirst({ runKey, runTag: tag, listsQueue }: PreparedRun): Promise<void> {
    const child = { name: 'lists', tag, summary: 'Values for the templates' };
    const lists = children.begin(writeLists, child, { runKey, queue: listsQueue });
    await lists.begun;
    run.show();
    await lists.done();
    children.dismissOldest();
  }

  async function startIteration({ runTag: tag }: PreparedRun, due: IterationInput): Promise<void> {
    const planned = await run.step(() => long(`Plan iteration ${due.iteration}`).planIteration(due));
    const name = `iteration-${String(due.iteration).padStart(4, '0')}`;
    const summary = `Iteration ${due.iteration}: about ${due.size} candidates`;
    const iteration = children.begin(runIteration, { name, tag, summary }, due, planned);
    if (!patched(startsWhileNextIsPlanned)) await iteration.begun;
    run.show();
  }

  /** Has people look at a batch for as long as it takes them: it outlives this execution, and the run where that ends before. */
  async function startReview({ runKey, runTag: tag }: PreparedRun, batch: number): Promise<void> {
    const { workflowId } = workflowInfo();
    const scope = CancellationScope.current();
    if (scope.consideredCancelled) await scope.cancelRequested; // throws
    try {
      // A child that is abandoned while it starts never says that it did (SDK 1.24): a cancellation of the run waits for so long.
      await CancellationScope.nonCancellable(() =>
        startChild<(input: BatchInput) => Promise<unknown>>('reviewBatch', {
          workflowId: batchWorkflowId(workflowId, batch, tag),
          args: [{ runKey, run: workflowId, batch }],
          staticSummary: `For people to look at: ${batchName(batch)}`,
          parentClosePolicy: ParentClosePolicy.ABANDON,
          cancellationType: ChildWorkflowCancellationType.ABANDON,
        }),
      );
    } catch (error) {
      // The id is this run's alone. A run that somebody reset commits again what it committed, and people have its batch already.
      if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
    }
  }
}

function checked(input: unknown): RunInput | ExtensionInput {
  const parsed = parseStartInput(input);
  if (!parsed.ok) throw ApplicationFailure.nonRetryable(parsed.problem, invalidInput);
  return parsed.input;
}

function mustContinueAsNew(): boolean {
  return workflowInfo().continueAsNewSuggested;
}
