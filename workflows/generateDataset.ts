import {
  ActivityFailure,
  ApplicationFailure,
  CancellationScope,
  ChildWorkflowCancellationType,
  continueAsNew,
  startChild,
  upsertSearchAttributes,
  workflowInfo,
  type ChildWorkflowHandle,
} from '@temporalio/workflow';
import { parseRunInput } from '../core/recipe/runInput';
import { invalidInput } from '../core/run/failureTypes';
import type { IterationInput } from '../core/run/iteration';
import { RunProgress, type CarriedRun } from '../core/run/runProgress';
import { searchAttributes } from '../core/run/searchAttributes';
import { compute, store } from './activities';
import { DatasetRun, type RunSummary } from './datasetRun';
import { runIteration } from './runIteration';

/**
 * Grows a dataset by a recipe until its target is reached: iterations overlap, and commit one after the other.
 * Takes one object, `{ recipe, name?, target?, overrides? }`; `carried` is its own, for when it continues as new.
 */
export async function generateDataset(input: unknown, carried?: CarriedRun): Promise<RunSummary> {
  const iterations: { handle: ChildWorkflowHandle<typeof runIteration>; ready: Promise<void> }[] = [];
  const run = new DatasetRun(carried, (message) =>
    Promise.all(iterations.map(({ handle }) => handle.signal(message).catch(() => undefined))),
  );
  const work = new CancellationScope();
  run.handleMessages();
  try {
    return await work.run(grow);
  } catch (error) {
    await CancellationScope.nonCancellable(async () => {
      work.cancel(); // what ends the run ends its iterations, once what they have in flight has settled: it is paid for
      await Promise.allSettled(iterations.map(({ ready }) => ready));
      await run.fail(error);
    });
    throw error;
  }

  async function grow(): Promise<RunSummary> {
    const progress = await run.begin(
      carried ? new RunProgress(carried.prepared, carried) : new RunProgress(await prepare(input)),
    );
    for (;;) {
      for (let next = progress.next(); next.kind === 'start'; next = progress.next())
        progress.opened(next.input);
      // What is due when the run is to continue as new is decided here and now, and started there: it comes out the same.
      if (!mustContinueAsNew())
        for (const due of progress.open.slice(iterations.length)) await startIteration(due);

      const [oldest, planned] = [iterations[0], progress.open[0]];
      if (oldest && planned) {
        await oldest.ready;
        progress.committedOldest(
          await compute(`Commit iteration ${planned.iteration}`).commitIteration(planned),
        );
        iterations.shift();
        run.show();
        if (progress.prepared.searchAttributes)
          upsertSearchAttributes(searchAttributes(progress, workflowInfo().workflowId));
        continue;
      }

      const next = progress.next();
      if (next.kind === 'end') return await run.end(next.ending);
      await run.settle(); // no iteration is under way, and the server suggests to continue as new
      await continueAsNew<typeof generateDataset>(input, progress.carry());
    }
  }

  async function startIteration(due: IterationInput): Promise<void> {
    const { iteration, proposals } = due;
    const paused = run.isPaused();
    const handle = await startChild(runIteration, {
      workflowId: `${workflowInfo().workflowId}/iteration-${String(iteration).padStart(4, '0')}`,
      args: [due, { paused }],
      staticSummary: `Iteration ${iteration}: ${proposals} proposal ${proposals === 1 ? 'prompt' : 'prompts'}`,
      cancellationType: ChildWorkflowCancellationType.WAIT_CANCELLATION_COMPLETED,
    });
    const ready = handle.result();
    ready.catch(() => undefined); // awaited in its turn
    iterations.push({ handle, ready });
    await run.catchUp(handle, { paused });
    run.show();
  }

  async function prepare(input: unknown) {
    const parsed = parseRunInput(input);
    if (!parsed.ok) throw ApplicationFailure.nonRetryable(parsed.problem, invalidInput);
    const { workflowId, firstExecutionRunId } = workflowInfo();
    return store('Check and snapshot the recipe')
      .prepareRun({ input: parsed.input, workflowId, firstRunId: firstExecutionRunId })
      .catch((error: unknown) => {
        throw plainly(error);
      });
  }
}

/** What somebody has to mend is the failure's own message, not hidden in its cause. */
function plainly(error: unknown): unknown {
  const cause = error instanceof ActivityFailure ? error.cause : undefined;
  return cause instanceof ApplicationFailure && cause.nonRetryable
    ? ApplicationFailure.nonRetryable(cause.message, cause.type)
    : error;
}

function mustContinueAsNew(): boolean {
  return workflowInfo().continueAsNewSuggested;
}
