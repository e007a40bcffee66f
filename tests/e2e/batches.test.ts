import type { RecipeInput } from '../../core/run/recipeSchema';
import { startSimulatedTeacher, type SimulatedTeacher } from '../support/simulatedTeacher';
import { testRecipe } from '../support/testRecipe';
import { eventually, TestSeedbed } from '../support/testSeedbed';

/** Looked at as often as a test has time for. */
function batched(name: string, mode: 'batch' | 'online' | 'auto'): RecipeInput {
  return testRecipe({
    name,
    seed: 7,
    target: 30,
    iteration: { size: 40, open: 1 },
    teacher: { mode, batch: { from: 10, poll: { first: 0.2, longest: 0.5 } } },
  });
}

describe('a run that asks by batch', () => {
  let teacher: SimulatedTeacher;
  let seedbed: TestSeedbed;

  beforeAll(async () => {
    teacher = await startSimulatedTeacher({
      answersByCall: true,
      latency: { meanSeconds: 0.01 },
      batches: { seconds: 0.3, expiring: 1, failEvery: 5, refusedForTokens: 1 },
    });
    seedbed = await TestSeedbed.start({
      teacher: teacher.baseUrl,
      endpoint: { batch: 'openai', price: { prompt: 1, completion: 2, batch: 0.5 } },
    });
  }, 180_000);

  afterAll(async () => {
    await seedbed?.stop();
    await teacher?.close();
  });

  test('whose batch half expires and fails in lines, and whose worker is killed when one is made, is complete, pays nothing twice, and gives the bytes of the same run online', async () => {
    let made = 0;
    const killed = new Promise<void>((resolve, reject) => {
      teacher.batches.onMade = async () => {
        made += 1;
        // The third is made, and nobody is told what it is called.
        if (made === 3) await seedbed.kill9('worker').then(resolve, reject);
      };
    });
    const handle = await seedbed.startRun({ ...batched('batched', 'batch'), budget: { usd: 5 } });
    await killed;
    const summary = await handle.result();
    expect(summary.state).toBe('completed');
    const stats = teacher.stats();
    expect(stats.repeatedAfterAnswer).toBe(0);
    expect(stats.answered).toBeGreaterThan(2 * stats.admitted); // the tail alone went online

    const { rows } = await seedbed.database.query<{ batches: number; unmade: number; saved: number }>(
      `select count(distinct batch) as batches, count(*) filter (where provider_id is null) as unmade, sum(saved_usd)::float8 as saved
       from batches join batch_requests using (batch)`,
    );
    expect(rows[0]).toMatchObject({ batches: teacher.batches.count, unmade: 0 });
    expect(rows[0]?.saved).toBeGreaterThan(0);
    const { budget, cost } = await seedbed.status('batched');
    expect(budget).toMatchObject([{ of: 'run', reserved: 0, perhaps: 0, spent: cost.usd }]);

    await (await seedbed.startRun(batched('online', 'online'))).result();
    expect(await seedbed.dataset('online')).toBe(await seedbed.dataset('batched'));
  }, 120_000);

  test('in mode auto sends by batch what is enough for one and the rest online, and while it is paused nothing is made, looked at or collected', async () => {
    teacher.configure({ batches: { seconds: 0.5, expiring: 0, failEvery: 0, refusedForTokens: 0 } });
    const before = { batches: teacher.batches.count, ...teacher.stats() };
    const recipe = batched('auto', 'auto');
    const handle = await seedbed.startRun({
      ...recipe,
      seed: 9,
      teacher: { mode: 'auto', batch: { from: 20, poll: { first: 0.2, longest: 0.5 } } },
    });
    await eventually('a batch to be under way', () =>
      Promise.resolve(teacher.batches.count > before.batches),
    );
    // Proposals are fewer than 20 at once.
    expect(teacher.stats().admitted).toBeGreaterThan(before.admitted);
    await handle.signal('pause');
    await eventually('the run to be paused', async () => (await seedbed.status('auto')).state === 'paused');
    const { count, looks } = await settledLooks();
    await eventually('the batch to be over at the provider', () => Promise.resolve(teacher.batches.areOver));
    const answered = async (): Promise<number> => (await seedbed.status('auto')).teacher.answered;
    const then = await answered();
    await eventually('several looks to have been due', () =>
      Promise.resolve(teacher.batches.overFor > 1_000),
    );
    expect([teacher.batches.count, teacher.batches.looks, await answered()]).toEqual([count, looks, then]);

    await handle.signal('resume');
    expect((await handle.result()).state).toBe('completed');
    expect(teacher.stats().repeatedAfterAnswer).toBe(before.repeatedAfterAnswer);
    expect(await answered()).toBeGreaterThan(then);
  }, 120_000);

  /** What was looked at once nobody does any more: a look that was under way when the run paused ends. */
  async function settledLooks(): Promise<{ count: number; looks: number }> {
    for (let last = -1; ;) {
      const looks = teacher.batches.looks;
      if (looks === last) return { count: teacher.batches.count, looks };
      last = looks;
      const from = Date.now();
      await eventually('a look that is due', () => Promise.resolve(Date.now() - from > 800));
    }
  }

  test('that is stopped cancels what is under way, and keeps what was answered by then', async () => {
    teacher.configure({ batches: { seconds: 3_600, expiring: 0, failEvery: 0, refusedForTokens: 0 } });
    const before = teacher.batches.count;
    const handle = await seedbed.startRun({ ...batched('stopped', 'batch'), seed: 8 });
    await eventually('a batch to be under way', () => Promise.resolve(teacher.batches.count > before));
    const { answered } = teacher.stats();
    await handle.signal('stop');
    expect((await handle.result()).state).toBe('stopped');
    const { rows } = await seedbed.database.query<{ count: number }>(
      `select count(*) as count from ledger join runs on runs.run_key = ledger.run_key where workflow_id = 'stopped' and ledger.state = 'answered'`,
    );
    expect(rows[0]?.count).toBe(teacher.stats().answered - answered);
    expect(rows[0]?.count).toBeGreaterThan(0);
  }, 60_000);
});
