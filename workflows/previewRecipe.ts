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
import { invalidInput, needsMending } from '../core/run/failureTypes';
import type { IterationInput } from '../core/run/iteration';
import { childId } from '../core/vocabulary/childId';
import { compute, long, store } from './activities';
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
  let trouble: string | undefined;
  setHandler(needsMendingSignal, (reason) => void (trouble = reason));

  const { runKey, runTag: tag, queues, listsToWrite } = await prepare(run, 'preview');
  const iteration: IterationInput = {
    runKey,
    iteration: 0,
    readThrough: -1,
    size: candidates,
    measures: 0,
    reviewed: 0,
    queues,
  };
  const work = new CancellationScope();
  const held = work.run(hold);
  try {
    await Promise.race([held, condition(() => trouble !== undefined)]);
    // A run would pause until somebody mends it. A preview has nobody waiting for it: it ends, and its children with it.
    if (trouble !== undefined) throw ApplicationFailure.nonRetryable(trouble, needsMending);
    return { runKey };
  } catch (error) {
    await CancellationScope.nonCancellable(async () => {
      work.cancel(); // what is in flight settles first: it is paid for
      await held.catch(() => undefined);
      await noteEnd(isCancellation(error) ? 'cancelled' : 'failed', error);
    });
    throw error;
  }

  async function noteEnd(state: 'cancelled' | 'failed', error: unknown): Promise<void> {
    const detail = state === 'cancelled' ? 'cancelled by a person' : (rootCause(error) ?? String(error));
    await store(`Note: ${state}`).noteRun({ runKey, state, detail, ended: true });
  }

  async function hold(): Promise<void> {
    const { workflowId } = workflowInfo();
    const unpaused = { paused: false };
    if (listsToWrite > 0) {
      await executeChild(writeLists, {
        workflowId: childId(workflowId, 'lists', tag),
        args: [{ runKey, queue: queues.propose }, unpaused],
      });
    }
    const planned = await long('Draw the examples of every prompt').planIteration(iteration);
    await executeChild(runIteration, {
      workflowId: childId(workflowId, 'iteration-0000', tag),
      args: [iteration, planned, unpaused],
    });
    await compute('Decide').commitIteration(iteration);
    await store('Note: completed').noteRun({ runKey, state: 'completed', detail: 'a preview', ended: true });
  }
}
