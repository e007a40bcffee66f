import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { ReviewReads, type StoredBatch } from '../../adapters/store/reviewReads';
import { startSimulatedTeacher, type SimulatedTeacher } from '../support/simulatedTeacher';
import { testRecipe } from '../support/testRecipe';
import { eventually, TestSeedbed } from '../support/testSeedbed';

let teacher: SimulatedTeacher;
let seedbed: TestSeedbed;

beforeAll(async () => {
  teacher = await startSimulatedTeacher({ latency: { meanSeconds: 0.02 } });
  seedbed = await TestSeedbed.start({ teacher: teacher.baseUrl });
}, 180_000);

afterAll(async () => {
  await seedbed?.stop();
  await teacher?.close();
});

const gated = testRecipe({
  ...{ name: 'garden', target: 10, iteration: { size: 20 } },
  review: { share: 1, by: { random: 1 }, reviewers: { twice: 0 }, wait: 'gate' },
});

async function firstBatchOf(runKey: string): Promise<StoredBatch> {
  const reads = new ReviewReads(seedbed.database);
  return eventually(`the first batch of ${runKey}`, async () => (await reads.batches(runKey, 0))[0]);
}

/** Everything in a batch, by one reviewer. */
async function approveAll({ workflowId }: StoredBatch, reviewer: string): Promise<void> {
  const batch = seedbed.client.workflow.getHandle(workflowId);
  await eventually('the batch to take a verdict', async () => {
    await batch.signal('approve', { items: 'all', reviewer });
    return true;
  });
  await eventually('the batch to end', async () => (await batch.describe()).status.name === 'COMPLETED');
}

const reviewersOf = async (runKey: string): Promise<unknown[]> => {
  const { rows } = await seedbed.database.query<{ reviewer: string }>(
    'select distinct reviewer from verdicts where run_key = $1',
    [runKey],
  );
  return rows.map(({ reviewer }) => reviewer);
};

test('a name is taken again while a batch of the run before is open: each verdict counts where it was given', async () => {
  const before = await seedbed.startRun(gated);
  const oldKey = await eventually('the run to be prepared', () => seedbed.runKey('garden'));
  const oldBatch = await firstBatchOf(oldKey);
  await eventually('people to have it', () =>
    seedbed.client.workflow.getHandle(oldBatch.workflowId).describe(),
  );
  await before.terminate('given up'); // the store hears nothing of it

  const run = await seedbed.startRun(gated);
  const newKey = await eventually('the next run to be prepared', async () => {
    const runKey = await seedbed.runKey('garden');
    return runKey !== oldKey && runKey;
  });
  let hasEnded = false;
  const result = run.result().finally(() => (hasEnded = true));
  await approveAll(await firstBatchOf(newKey), 'ana');
  await approveAll(oldBatch, 'bob'); // of the run that was given up: none of this one's

  const reads = new ReviewReads(seedbed.database);
  for (let batch = 1; !hasEnded; batch++) {
    const open = await eventually(`batch ${batch}, or the end`, async () =>
      hasEnded ? ('ended' as const) : (await reads.batches(newKey, batch))[0],
    );
    if (open !== 'ended') await approveAll(open, 'ana');
  }
  expect(await result).toMatchObject({ runKey: newKey, state: 'completed', openReviews: [] });
  expect(await reviewersOf(newKey)).toEqual(['ana']);
  expect(await reviewersOf(oldKey)).toEqual(['bob']);
  const { rows: applied } = await seedbed.database.query<{ batch: number }>(
    'select batch from review_applications where run_key = $1',
    [oldKey],
  );
  expect(applied).toEqual([{ batch: 0 }]);
}, 180_000);

test('two runs of a name, one right after the other, leave a dataset each', async () => {
  const plain = testRecipe({ name: 'twice', target: 10, iteration: { size: 20 } });
  const first = await (await seedbed.startRun({ ...plain, seed: 1 }, 'twice')).result();
  const second = await (await seedbed.startRun({ ...plain, seed: 2 }, 'twice')).result();
  expect(second.dataset).not.toBe(first.dataset);
  for (const { dataset, accepted } of [first, second]) {
    const lines = (await readFile(path.join(seedbed.workspace, dataset), 'utf8')).trim().split('\n');
    expect(lines).toHaveLength(accepted);
  }
}, 120_000);
