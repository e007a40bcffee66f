import { spawnSimulatedTeacher, type SpawnedSimulatedTeacher } from '../support/simulatedTeacherProcess';
import { testRecipe } from '../support/testRecipe';
import { eventually, TestSeedbed } from '../support/testSeedbed';
import { startVectorServer, vectorDimensions, type VectorServer } from '../support/vectorServer';
import { WorkerProcess } from '../support/workerProcess';

describe('two workers on one endpoint', () => {
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

  /** The worker that sends. */
  const sender = async (): Promise<WorkerProcess> =>
    eventually('a worker to have the endpoint', async () => {
      const { rows } = await seedbed.database.query<{ description: string }>(
        `select description from endpoint_leases join holders using (holder)
         where endpoint = 'simulated' and endpoint_leases.expires_at > now()`,
      );
      return workers.find(({ pid, isRunning }) => isRunning && rows[0]?.description === `worker ${pid}`);
    });

  /** Seconds until a request arrives that was sent after `since`. */
  const secondsToNextRequest = async (since: number): Promise<number> => {
    const next = await eventually('the next request', async () =>
      (await teacher.log()).find(({ at }) => at > since),
    );
    return (next.at - since) / 1_000;
  };

  test('both live, and a run ends: what one may not send, it does not take', async () => {
    await Promise.all([start(), start()]);
    const handle = await seedbed.startRun(
      testRecipe({ name: 'both-live', target: 20, iteration: { size: 24 }, ...teaching }),
    );
    expect(await handle.result()).toMatchObject({ state: 'completed' });
  }, 120_000);

  test('one is killed, another ends: the run goes on within seconds, buys nothing again, and ends', async () => {
    await teacher.reset();
    const handle = await seedbed.startRun(
      testRecipe({ name: 'two-workers', target: 70, iteration: { size: 40 }, ...teaching }),
    );
    const requests = (number: number) =>
      eventually(`${number} requests`, async () => (await teacher.stats()).requests >= number);

    await requests(40);
    const first = await sender();
    await first.end('SIGKILL');
    const killedAt = Date.now();
    expect(await secondsToNextRequest(killedAt)).toBeLessThan(15);

    await start();
    await requests(90);
    const second = await sender();
    expect(second).not.toBe(first);
    const endedAt = Date.now();
    const ending = second.end('SIGTERM');
    await eventually('another worker to have the endpoint', async () => (await sender()) !== second);
    expect((Date.now() - endedAt) / 1_000).toBeLessThan(10);
    expect(await ending).toBe(0);

    const { state, accepted } = await handle.result();
    expect(state).toBe('completed');
    expect(accepted).toBeGreaterThanOrEqual(70);

    const { rows } = await seedbed.database.query<{ call_key: string; answered_at: Date }>(
      `select call_key, answered_at from ledger where state = 'answered' and run_key = $1`,
      [await seedbed.runKey('two-workers')],
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
    expect(embedded.rows[0]?.calls).toBeGreaterThanOrEqual(vectors.asked.length - 1); // but for one on its way at the kill
    expect(embedded.rows[0]?.cost).toBeGreaterThan(0);
  }, 180_000);
});
