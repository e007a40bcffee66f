import { setTimeout as delay } from 'node:timers/promises';
import { malformedTexts } from '../support/simulatedAnswers';
import { foreignConnections } from '../support/connections';
import { startSimulatedTeacher, type SimulatedTeacher } from '../support/simulatedTeacher';
import { testRecipe } from '../support/testRecipe';
import { TestSeedbed } from '../support/testSeedbed';

describe('a run from start to end', () => {
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

  test('reaches its target, accounts for every candidate, asks nothing twice, and talks to nobody else', async () => {
    const handle = await seedbed.startRun(testRecipe({ name: 'complete', target: 60 }));
    const foreign = new Set<string>();
    const ended = new AbortController();
    const watching = (async () => {
      while (process.platform === 'linux' && !ended.signal.aborted) {
        for (const name of ['worker', 'temporal', 'postgres'] as const) {
          for (const address of foreignConnections(seedbed.pid(name))) foreign.add(`${name} ${address}`);
        }
        await delay(20);
      }
    })();
    const summary = await handle.result();
    ended.abort();
    await watching;

    expect(summary.state).toBe('completed');
    expect(summary.accepted).toBeGreaterThanOrEqual(60);
    expect((await seedbed.status('complete')).funnel).toEqual(summary.funnel);
    expect(teacher.stats().repeatedAfterAnswer).toBe(0);
    expect([...foreign]).toEqual([]);

    const lines = (await seedbed.dataset('complete')).trim().split('\n');
    expect(lines).toHaveLength(summary.accepted);
    const pairs = lines.map(
      (line) => JSON.parse(line) as { id: string; instruction: string; response: string },
    );
    expect(new Set(pairs.map(({ id }) => id)).size).toBe(pairs.length);
    for (const { response } of pairs) expect(malformedTexts).not.toContain(response);
  }, 120_000);
});
