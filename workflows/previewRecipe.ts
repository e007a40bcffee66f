import {
  ApplicationFailure,
  CancellationScope,
  condition,
  executeChild,
  isCancellation,
  rootCause,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import { parsePreviewInput } from '../core/recipe/runInput';
import type { Failure } from '../core/foundations/failure/failure';
import { invalidInput } from '../core/run/failureTypes';
import { causeOf, pauseOn, readFailure } from '../core/run/pause';
import type { IterationInput } from '../core/run/iteration';
import { childId } from '../core/vocabulary/childId';
import { compute, long, store } from './activities';
import { failureOf, typeOf } from './failureOf';
import { needsMendingSignal } from './messages';
import { prepare } from './prepare';
import { runIteration } from './runIteration';
import { writeLists } from './writeLists';

/**
 * A handful of candidates through everything that a run would put them through, kept beside the runs and in no list of them.
 * Takes `generateDataset`'s argument and `candidates`, how many to aim at.
 */
export async function previewRecipe(input: unknown): Promise<{ runKey: string }> {
  const parsed = parsePreviewInput(input);
  if (!parsed.ok) throw ApplicationFailure.nonRetryable(parsed.problem, invalidInput);
  const { candidates, ...run } = parsed.input;
  let trouble: Failure | undefined;
  setHandler(needsMendingSignal, (payload) => void (trouble = readFailure(payload)));

  const { runKey, runTag: tag, listsQueue, listsToWrite } = await prepare(run, 'preview');
  const iteration: IterationInput = {
    runKey,
    iteration: 0,
    readThrough: -1,
    size: candidates,
    measures: 0,
    reviewed: 0,
  };
  const work = new CancellationScope();
  const held = work.run(hold);
  try {
    await Promise.race([held, condition(() => trouble !== undefined)]);
    // A run would pause until somebody mends it. A preview has nobody waiting for it: it ends, and its children with it.
    if (trouble !== undefined) throw failed(trouble);
    return { runKey };
  } catch (error) {
    const failure = trouble ?? failureOf(error);
    await CancellationScope.nonCancellable(async () => {
      work.cancel(); // what is in flight settles first: it is paid for
      await held.catch(() => undefined); // ends with what is thrown below, or with the cancellation
      await noteEnd(isCancellation(error) ? 'cancelled' : 'failed', error, failure);
    });
    throw failure ? failed(failure) : error;
  }

  async function noteEnd(state: 'cancelled' | 'failed', error: unknown, failure?: Failure): Promise<void> {
    const detail = state === 'cancelled' ? 'cancelled by a person' : (rootCause(error) ?? String(error));
    const pause = failure && pauseOn(failure);
    const note = { runKey, state, detail, ended: true, cause: pause ? causeOf(pause) : null };
    await store(`Note: ${state}`)
      .noteRun(note)
      .catch(() => undefined); // what ended the preview is what people are to see
  }

  function failed(failure: Failure): ApplicationFailure {
    return ApplicationFailure.nonRetryable(failure.message, typeOf(failure), failure);
  }

  async function hold(): Promise<void> {
    const { workflowId } = workflowInfo();
    const unpaused = { paused: false };
    if (listsToWrite > 0) {
      await executeChild(writeLists, {
        workflowId: childId(workflowId, 'lists', tag),
        args: [{ runKey, queue: listsQueue }, unpaused],
      });
    }
    const planned = await long('Draw the examples of every prompt').planIteration(iteration);
    await executeChild(runIteration, {
      workflowId: childId(workflowId, 'iteration-0000', tag),
      args: [iteration, planned, unpaused],
    });
    await compute('Decide').commitIteration(iteration);
    await store('Note: completed').noteRun({
      runKey,
      state: 'completed',
      detail: 'a preview',
      ended: true,
      cause: null,
    });
  }
}
