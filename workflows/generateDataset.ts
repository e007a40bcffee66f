import {
  ApplicationFailure,
  CancellationScope,
  ChildWorkflowCancellationType,
  condition,
  continueAsNew,
  ParentClosePolicy,
  startChild,
  upsertSearchAttributes,
  workflowInfo,
  type ChildWorkflowHandle,
  type Workflow,
} from '@temporalio/workflow';
import { parseRunInput, type RunInput } from '../core/recipe/runInput';
import type { BatchInput } from '../core/review/batch';
import { batchName, batchWorkflowId } from '../core/review/batchName';
import { invalidInput } from '../core/run/failureTypes';
import type { IterationInput } from '../core/run/iteration';
import { OpenReviews } from '../core/run/openReviews';
import { RunProgress, type CarriedRun, type PreparedRun } from '../core/run/runProgress';
import { searchAttributes } from '../core/run/searchAttributes';
import { compute, store } from './activities';
import { DatasetRun, type RunSummary } from './datasetRun';
import { undoneOf } from './failureOf';
import { prepare } from './prepare';
import { runIteration } from './runIteration';
import { writeLists } from './writeLists';

interface Child {
  readonly handle: ChildWorkflowHandle<Workflow>;
  readonly ready: Promise<unknown>;
  /** Whether `ready` is settled. */
  isReady: boolean;
}

/**
 * Grows a dataset by a recipe until its target is reached: iterations overlap, and commit one after the other.
 * Takes one object, `{ recipe, name?, target?, overrides? }`; `carried` is its own, for when it continues as new.
 */
export async function generateDataset(input: unknown, carried?: CarriedRun): Promise<RunSummary> {
  /** Children at work, oldest first. */
  const children: Child[] = [];
  const reviews = new OpenReviews(carried?.reviews);
  const run = new DatasetRun(
    carried,
    (message) => Promise.all(children.map(({ handle }) => handle.signal(message).catch(() => undefined))), // ended already
    reviews,
  );
  const work = new CancellationScope();
  run.handleMessages();
  try {
    return await work.run(grow);
  } catch (error) {
    await CancellationScope.nonCancellable(async () => {
      work.cancel(); // what ends the run ends its iterations, once what they have in flight has settled: it is paid for
      await Promise.allSettled(children.map(({ ready }) => ready));
      await run.fail(error);
    });
    throw error;
  }

  async function grow(): Promise<RunSummary> {
    const progress = await run.begin(
      carried
        ? new RunProgress(carried.prepared, carried, reviews)
        : new RunProgress(await prepare(checked(input), 'run'), undefined, reviews),
    );
    try {
      return await iterate(progress);
    } catch (error) {
      const undone = undoneOf(error);
      if (!undone) throw error;
      await Promise.allSettled(children.map(({ ready }) => ready)); // told to stop as well: what they have in flight settles
      return await run.end(progress.leaveOpen(undone.message));
    }
  }

  async function iterate(progress: RunProgress): Promise<RunSummary> {
    if (!carried && progress.prepared.listsToWrite > 0) await startLists(progress.prepared);
    for (;;) {
      await run.applyReviews();
      for (let next = progress.next(); next.kind === 'start'; next = progress.next())
        progress.opened(next.input);
      // What is due when the run is to continue as new is decided here and now, and started there: it comes out the same.
      if (!mustContinueAsNew())
        for (const due of progress.open.slice(children.length)) await startIteration(due);

      const [oldest, due] = [children[0], progress.open[0]];
      if (oldest && due) {
        await condition(() => oldest.isReady || progress.isDue);
        if (!oldest.isReady) continue;
        await oldest.ready;
        const outcome = await run.step(() =>
          compute(`Commit iteration ${due.iteration}`).commitIteration(due),
        );
        progress.committedOldest(outcome);
        children.shift();
        for (const batch of outcome.reviews) await startReview(progress.prepared, batch);
        run.showProgress();
        if (progress.prepared.searchAttributes)
          upsertSearchAttributes(searchAttributes(progress, workflowInfo().workflowId));
        continue;
      }

      const next = progress.next();
      if (next.kind === 'end') return await run.end(next.ending);
      if (next.kind === 'review' && !mustContinueAsNew()) {
        await run.waitForPeople(mustContinueAsNew);
        continue;
      }
      await run.settle(); // no iteration is under way, and the server suggests to continue as new
      await continueAsNew<typeof generateDataset>(input, progress.carry());
    }
  }

  async function startLists({ runKey, listsQueue }: PreparedRun): Promise<void> {
    const lists = await start(writeLists, 'lists', 'Values for the templates', [
      { runKey, queue: listsQueue },
    ]);
    await lists.ready;
    children.shift();
  }

  async function startIteration(due: IterationInput): Promise<void> {
    const planned = await run.step(() => store(`Plan iteration ${due.iteration}`).planIteration(due));
    const id = `iteration-${String(due.iteration).padStart(4, '0')}`;
    const summary = `Iteration ${due.iteration}: about ${due.size} candidates`;
    await start(runIteration, id, summary, [due, planned]);
  }

  /** Has people look at a batch for as long as it takes them: it outlives this execution, and the run where that ends before. */
  async function startReview({ runKey }: PreparedRun, batch: number): Promise<void> {
    const { workflowId: run } = workflowInfo();
    try {
      await startChild<(input: BatchInput) => Promise<unknown>>('reviewBatch', {
        workflowId: batchWorkflowId(run, batch),
        args: [{ runKey, run, batch }],
        staticSummary: `For people to look at: ${batchName(batch)}`,
        parentClosePolicy: ParentClosePolicy.ABANDON,
        cancellationType: ChildWorkflowCancellationType.ABANDON,
      });
    } catch (error) {
      if (!(error instanceof Error && error.name === 'WorkflowExecutionAlreadyStartedError')) throw error; // people have it
    }
  }

  /** Starts a child, held until it has been told what the run was: nothing is asked that the run was told not to ask. */
  async function start(
    workflow: Workflow,
    id: string,
    staticSummary: string,
    args: readonly unknown[],
  ): Promise<{ ready: Promise<unknown> }> {
    const handle = await startChild(workflow, {
      workflowId: `${workflowInfo().workflowId}/${id}`,
      args: [...args, { paused: true }],
      staticSummary,
      cancellationType: ChildWorkflowCancellationType.WAIT_CANCELLATION_COMPLETED,
    });
    const ready: Promise<unknown> = handle.result();
    const child: Child = { handle, ready, isReady: false };
    const markReady = () => (child.isReady = true);
    ready.then(markReady, markReady); // awaited in its turn
    children.push(child);
    await run.tell(handle);
    run.show();
    return child;
  }
}

function checked(input: unknown): RunInput {
  const parsed = parseRunInput(input);
  if (!parsed.ok) throw ApplicationFailure.nonRetryable(parsed.problem, invalidInput);
  return parsed.input;
}

function mustContinueAsNew(): boolean {
  return workflowInfo().continueAsNewSuggested;
}
