import { setCurrentDetails } from '@temporalio/workflow';
import type { IterationInput, Planned } from '../core/run/iteration';
import { shardsOf } from '../core/run/shards';
import type { DueStage } from '../core/run/stages/dueStage';
import { askInBatches } from './askInBatches';
import { compute, teacher } from './activities';
import { IterationControl, tellRun } from './iterationControl';

/**
 * One turn of the loop, from its plan up to its commit, both of which the run does in order: each stage is asked in shards, and read.
 * Reads only what iterations up to `readThrough` committed, so that it is the same whatever was killed meanwhile.
 */
export async function runIteration(
  input: IterationInput,
  planned: Planned,
  { paused }: { paused: boolean },
): Promise<void> {
  const control = new IterationControl(paused, tellRun);
  control.handleMessages();

  let next: DueStage | null = planned.due;
  while (next) {
    const due: DueStage = next;
    const { stage, asksAre } = due;
    setCurrentDetails(describe(due));
    const asks = due.batches ? await askInBatches(control, input, due, due.batches) : due.asks;
    await control.inShards(shardsOfAsks(asks), ({ endpoint, queue, count, from, to }) =>
      teacher(queue, `${asksAre} ${from + 1} to ${to} of ${count}`).askStage({
        input,
        stage,
        endpoint,
        from,
        to,
      }),
    );
    next = await control.step(() =>
      compute(`Read and decide: ${asksAre.toLowerCase()}`).readStage({ input, stage }),
    );
  }
  setCurrentDetails('Ready: the run commits it after its predecessors.');
}

function shardsOfAsks(asks: DueStage['asks']) {
  return asks.flatMap((ask) => shardsOf(ask.count).map((shard) => ({ ...ask, ...shard })));
}

function describe({ asksAre, asks }: DueStage): string {
  const count = asks.reduce((sum, ask) => sum + ask.count, 0);
  return count === 0 ? `${asksAre}: nobody is to be asked.` : `${asksAre}: ${count} to ask.`;
}
