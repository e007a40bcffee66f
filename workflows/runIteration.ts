import { setCurrentDetails } from '@temporalio/workflow';
import type { IterationInput, Planned } from '../core/run/iteration';
import { shardsOf } from '../core/run/shards';
import { compute, teacher } from './activities';
import { IterationControl, tellRun } from './iterationControl';

/**
 * One turn of the loop, from its plan up to its commit, both of which the run does in order. Reads only what iterations up to
 * `readThrough` committed, so that it is the same whatever was killed meanwhile.
 */
export async function runIteration(
  input: IterationInput,
  { asking }: Planned,
  { paused }: { paused: boolean },
): Promise<void> {
  const control = new IterationControl(paused, tellRun);
  control.handleMessages();
  const { queues } = input;

  if (asking > 0)
    setCurrentDetails(`Asking for instructions: ${asking} ${asking === 1 ? 'prompt' : 'prompts'}.`);
  await control.inShards(shardsOf(asking), ({ from, to }) =>
    teacher(queues.propose, `Prompts ${from + 1} to ${to} of ${asking}`).propose({ input, from, to }),
  );
  let screened = await control.step(() =>
    compute('Read and screen the instructions').screenInstructions(input),
  );

  const { toCompare } = screened;
  if (toCompare > 0) {
    await control.inShards(shardsOf(toCompare), ({ from, to }) =>
      teacher(queues.judge, `Comparisons ${from + 1} to ${to} of ${toCompare}`).compare({ input, from, to }),
    );
    screened = await control.step(() => compute('Read the comparisons').readComparisons(input));
  }

  const { toClassify } = screened;
  if (toClassify > 0) {
    await control.inShards(shardsOf(toClassify), ({ from, to }) =>
      teacher(queues.classify, `Cells ${from + 1} to ${to} of ${toClassify}`).classify({ input, from, to }),
    );
    screened = await control.step(() => compute('Read the cells').readClassifications(input));
  }

  const candidates = screened.responders.reduce((sum, responder) => sum + responder.candidates, 0);
  setCurrentDetails(`Writing responses to ${candidates} instructions that are new and well-formed.`);
  const responses = screened.responders.flatMap(({ pool, queue, candidates: count }) =>
    shardsOf(count).map((shard) => ({ ...shard, pool, queue, count })),
  );
  await control.inShards(responses, ({ pool, queue, count, from, to }) =>
    teacher(queue, `Responses ${from + 1} to ${to} of ${count}`).respond({ input, pool, from, to }),
  );

  const toJudge = await control.step(() => compute('Screen the pairs').screenPairs(input));
  if (toJudge > 0) {
    await control.inShards(shardsOf(toJudge), ({ from, to }) =>
      teacher(queues.judge, `Judgements ${from + 1} to ${to} of ${toJudge}`).judge({ input, from, to }),
    );
    await control.step(() => compute('Read the judgements').readJudgements(input));
  }
  setCurrentDetails('Ready: the run commits it after its predecessors.');
}
