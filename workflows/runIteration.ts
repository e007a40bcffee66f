import { getExternalWorkflowHandle, setCurrentDetails, setHandler, workflowInfo } from '@temporalio/workflow';
import type { IterationInput } from '../core/run/iteration';
import { shardsOf } from '../core/run/shards';
import { compute, store, teacher } from './activities';
import { IterationControl } from './iterationControl';
import { needsMendingSignal, pauseSignal, resumeSignal, stopSignal } from './messages';

/**
 * One turn of the loop, up to its commit, which the run does in order. Reads only what iterations up to `readThrough`
 * committed, so that it is the same whatever was killed meanwhile.
 */
export async function runIteration(input: IterationInput, { paused }: { paused: boolean }): Promise<void> {
  const control = new IterationControl(paused, (reason) => tellRun(reason));
  setHandler(pauseSignal, control.pause);
  setHandler(resumeSignal, control.resume);
  setHandler(stopSignal, control.stop);
  const { queues } = input;

  const prompts = await store('Draw the examples of every prompt').planIteration(input);
  setCurrentDetails(`Asking for instructions: ${prompts} ${prompts === 1 ? 'prompt' : 'prompts'}.`);
  await control.inShards(shardsOf(prompts), (shard) =>
    teacher(queues.propose, `Prompts ${shard.from + 1} to ${shard.to} of ${prompts}`).propose({
      input,
      ...shard,
    }),
  );

  const candidates = await compute('Read and screen the instructions').screenInstructions(input);
  setCurrentDetails(`Writing responses to ${candidates} instructions that are new and well-formed.`);
  await control.inShards(shardsOf(candidates), (shard) =>
    teacher(queues.respond, `Responses ${shard.from + 1} to ${shard.to} of ${candidates}`).respond({
      input,
      ...shard,
    }),
  );

  await compute('Screen the pairs').screenPairs(input);
  setCurrentDetails('Ready: the run commits it after its predecessors.');
}

async function tellRun(reason: string): Promise<void> {
  const run = workflowInfo().parent?.workflowId;
  if (run !== undefined) await getExternalWorkflowHandle(run).signal(needsMendingSignal, reason);
}
