import { CancelledFailure, type WorkflowFailedError } from '@temporalio/client';
import { eventually } from '../support/testSeedbed';
import { openDevelopmentServer } from './openTimeSkipping';
import { carried, prepared, untilCancelled, WorkflowStage } from './workflowStage';

let stage: WorkflowStage;

beforeAll(async () => {
  stage = await WorkflowStage.open(await openDevelopmentServer());
}, 180_000);

afterAll(() => stage?.close());

test('runs that are cancelled while they hand out batches end as cancelled', async () => {
  let loaded = 0;
  stage.activities = {
    prepareRun: () => Promise.resolve({ ...prepared, target: 50 }),
    commitIteration: async ({ iteration }) => {
      if (iteration > 0) await untilCancelled();
      const reviews = Array.from({ length: 40 }, (_, batch) => batch);
      return { iteration, works: 4, funnel: carried.funnel, reviews };
    },
    loadBatch: () => {
      loaded++;
      return untilCancelled() as never;
    },
  };
  // The moment in which a batch was asked for and has not begun is short: some of them are hit in it.
  for (let run = 0; run < 10; run++) {
    const before = loaded;
    const handle = await stage.start(`handing-out-${run}`);
    await eventually('a batch to be handed out', () => Promise.resolve(loaded > before));
    await handle.cancel();
    const ended = await handle.result().catch((error: unknown) => error);
    expect((ended as WorkflowFailedError).cause).toBeInstanceOf(CancelledFailure);
  }
});
