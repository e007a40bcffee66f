import { ReviewReads } from '../../adapters/store/reviewReads';
import type { SubmitOutcome, SubmitVerdicts } from '../../core/review/batch';
import { startSimulatedTeacher, type SimulatedTeacher } from '../support/simulatedTeacher';
import { testRecipe } from '../support/testRecipe';
import { eventually, TestSeedbed } from '../support/testSeedbed';

let teacher: SimulatedTeacher;
let seedbed: TestSeedbed;

beforeAll(async () => {
  teacher = await startSimulatedTeacher({ latency: { meanSeconds: 0.02 } });
  seedbed = await TestSeedbed.start({ teacher: teacher.baseUrl, servers: 'own' });
}, 180_000);

afterAll(async () => {
  await seedbed?.stop();
  await teacher?.close();
});

test('a batch whose timers take seconds outlives its run and the deaths of Temporal, the database and the worker, and loses no verdict', async () => {
  const run = await seedbed.startRun(
    testRecipe({
      name: 'restarts',
      target: 20,
      iteration: { size: 40 },
      review: {
        share: 1,
        rejections: 1,
        reviewers: { twice: 0 },
        remind: { after: '1 second' },
        timeout: { after: '2 seconds', action: 'extend' },
      },
    }),
  );
  await run.result();
  const reads = new ReviewReads(seedbed.database);
  const runKey = await seedbed.runKey('restarts');
  const [opened] = await reads.batches(runKey);
  if (!opened) throw new Error('Nothing was drawn.');
  const items = await reads.items(opened);
  expect(items.length).toBeGreaterThanOrEqual(20);

  const batch = seedbed.client.workflow.getHandle(opened.workflowId);
  const kills = ['temporal', 'postgres', 'worker'] as const;
  for (const [at, { item }] of items.entries()) {
    const killed = at > 0 && at % 5 === 0 ? kills[at / 5 - 1] : undefined;
    if (killed) await seedbed.kill9(killed);
    const verdict = {
      item,
      verdict: item % 3 === 0 ? ('reject' as const) : ('approve' as const),
      revision: 1,
    };
    // By turns as an update and as a signal; sent until it is taken, and so perhaps twice.
    await eventually(`the verdict on ${item} to be taken`, () =>
      seedbed.client.withDeadline(Date.now() + 5_000, async () => {
        if (at % 2) await batch.signal(verdict.verdict, { items: [item], reviewer: 'ana', revision: 1 });
        else
          await batch.executeUpdate<SubmitOutcome, [SubmitVerdicts]>('submitVerdicts', {
            args: [{ reviewer: 'ana', verdicts: [verdict] }],
          });
        return true;
      }),
    );
  }
  await eventually('the batch to end', async () => (await batch.describe()).status.name === 'COMPLETED');

  const { rows } = await seedbed.database.query<{ item: number; verdict: string; revision: number }>(
    'select item, verdict, revision from verdicts where run_key = $1 and batch = $2 order by item, revision',
    [runKey, opened.batch],
  );
  expect(rows).toEqual(
    items.map(({ item }) => ({ item, verdict: item % 3 === 0 ? 'reject' : 'approve', revision: 1 })),
  );
  const [closed] = await reads.batches(runKey, opened.batch);
  expect(closed?.closedAt).not.toBeNull();
  expect(closed?.dueAt?.getTime()).toBeGreaterThan(opened.openedAt.getTime() + 4_000); // it was extended
  const { rows: applied } = await seedbed.database.query<{ batch: number }>(
    'select batch from review_applications where run_key = $1 and batch = $2',
    [runKey, opened.batch],
  );
  expect(applied).toHaveLength(1);
}, 240_000);
