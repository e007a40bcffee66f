import { spawnSimulatedTeacher, type SpawnedSimulatedTeacher } from '../support/simulatedTeacherProcess';
import { testRecipe } from '../support/testRecipe';
import { eventually, TestSeedbed } from '../support/testSeedbed';
import { startVectorServer, vectorDimensions, type VectorServer } from '../support/vectorServer';
import { WorkerProcess } from '../support/workerProcess';

describe('several workers on one endpoint', () => {
  let teacher: SpawnedSimulatedTeacher;
  let seedbed: TestSeedbed;
  let vectors: VectorServer;
  const workers: WorkerProcess[] = [];

  beforeAll(async () => {
    teacher = await spawnSimulatedTeacher({ latency: { meanSeconds: 0.3 }, logSize: 100_000 });
    vectors = await startVectorServer();
    seedbed = await TestSeedbed.start({
      teacher: teacher.baseUrl,
      configuration: {
        endpoints: { vectors: { baseUrl: vectors.baseUrl, usdPerMillionPromptTokens: 1_000 } },
        embeddings: { endpoint: 'vectors', model: 'small', dimensions: vectorDimensions },
      },
      endpoint: { concurrency: 8 },
      worker: false,
    });
  }, 120_000);

  afterAll(async () => {
    for (const worker of workers) await worker.end('SIGKILL');
    await seedbed?.stop();
    await teacher?.close();
    await vectors?.close();
  });

  const teaching = { teacher: { endpoint: 'simulated' }, novelty: { semantic: {} } };
  const start = async (): Promise<void> => void workers.push(await WorkerProcess.start(seedbed));

  /** Workers that have sent of late, by the store. */
  const senders = async (): Promise<readonly WorkerProcess[]> => {
    const { rows } = await seedbed.database.query<{ description: string }>(
      `select description from endpoint_members join holders using (holder)
       where endpoint = 'simulated' and endpoint_members.expires_at > now() and per_second > 0`,
    );
    return workers.filter(({ pid }) => rows.some(({ description }) => description === `worker ${pid}`));
  };

  test('three share it, one is killed, one ends, one has another endpoint only: nothing is bought again, no limit exceeded, and the run ends', async () => {
    await Promise.all([start(), start(), start()]);
    const elsewhere = await WorkerProcess.start(seedbed, { SEEDBED_QUEUES: 'teacher:vectors' });
    workers.push(elsewhere);
    // Requests of two runs: a shard of one alone may come to a single worker.
    const recipe = (name: string, weight: number) =>
      testRecipe({ name, target: 60, seed: weight, weight, iteration: { size: 30 }, ...teaching });
    const handles = [
      await seedbed.startRun(recipe('three-workers', 1)),
      await seedbed.startRun(recipe('beside-it', 2)),
    ];
    const several = await eventually('two workers to send', async () => {
      const found = await senders();
      return found.length >= 2 && found;
    });
    expect(several).not.toContain(elsewhere);
    await several[0]?.end('SIGKILL');
    const killedAt = Date.now();
    // What it had is the others' as soon as its lease is over: seconds, whatever its activities' heartbeats say.
    const { rows: leases } = await seedbed.database.query<{ left: number }>(
      `select extract(epoch from max(endpoint_members.expires_at) - now())::float8 as left
       from endpoint_members join holders using (holder) where description = $1`,
      [`worker ${several[0]?.pid}`],
    );
    expect(leases[0]?.left).toBeLessThan(8);
    await eventually('a request after the kill', async () =>
      (await teacher.log()).find((entry) => entry.at > killedAt),
    );
    await start();
    expect(await several[1]?.end('SIGTERM')).toBe(0);

    for (const handle of handles) expect(await handle.result()).toMatchObject({ state: 'completed' });
    expect((await teacher.stats()).maxInFlight).toBeLessThanOrEqual(8);

    const { rows } = await seedbed.database.query<{ call_key: string; answered_at: Date }>(
      `select call_key, answered_at from ledger where state = 'answered' and endpoint = 'simulated'`,
    );
    const committed = new Map(rows.map((row) => [row.call_key, row.answered_at.getTime()]));
    const boughtAgain = (await teacher.log()).filter(
      ({ call, at }) => at > (committed.get(call ?? '') ?? Infinity),
    );
    expect(boughtAgain).toEqual([]);
    // What was on its way at the kill, and nothing at the orderly end.
    expect((await teacher.stats()).repeatedAfterAnswer).toBeLessThanOrEqual(8);

    const embedded = await seedbed.database.query<{ calls: number; cost: number }>(
      `select count(*)::int as calls, sum(cost_usd)::float8 as cost from ledger where role = 'embed' and state = 'answered'`,
    );
    expect(embedded.rows[0]?.calls).toBeGreaterThan(0);
    expect(embedded.rows[0]?.calls).toBeGreaterThanOrEqual(vectors.asked.length - handles.length); // but for one of each run, on its way at the kill
    expect(embedded.rows[0]?.cost).toBeGreaterThan(0);
  }, 180_000);
});
