import { spawnSimulatedTeacher } from './simulatedTeacherProcess';
import { testRecipe } from './testRecipe';
import { eventually, TestSeedbed } from './testSeedbed';

export interface FaultReport {
  readonly state: string;
  readonly accepted: number;
  readonly proposed: number;
  readonly faults: Readonly<Record<string, number>>;
  readonly refusedForOutage: number;
  readonly requests: number;
  readonly quarantined: number;
  /** Accepted pairs whose response was a spoiled answer: there may be none. */
  readonly spoiledPairs: number;
  readonly repeatedAfterAnswer: number;
}

/**
 * A run from a teacher with 5 % server errors, 5 % malformed answers, 0.5 % hangs, and an outage in the middle. Ends by itself
 * or the caller's limit does it.
 */
export async function runThroughFaults(options: {
  pairs: number;
  outageSeconds: number;
  iterationSize: number;
  withinMs: number;
}): Promise<FaultReport> {
  const teacher = await spawnSimulatedTeacher({
    latency: { meanSeconds: 0.2 },
    faults: { serverErrors: 0.05, malformed: 0.05, hangs: 0.005 },
    outages: [{ afterRequests: options.pairs, seconds: options.outageSeconds }],
    logSize: 1_000_000,
  });
  const seedbed = await TestSeedbed.start({
    teacher: teacher.baseUrl,
    endpoint: { concurrency: 32, timeoutSeconds: 5 },
  });
  try {
    const recipe = testRecipe({
      name: 'faults',
      target: options.pairs,
      iteration: { size: options.iterationSize },
    });
    const handle = await seedbed.startRun(recipe);
    await eventually(
      'the end of the run',
      async () => (await handle.describe()).status.name !== 'RUNNING',
      options.withinMs,
    );
    const { state, accepted, funnel } = await handle.result();
    const stats = await teacher.stats();
    const spoiled = new Set(
      (await teacher.log()).flatMap(({ fault, call }) =>
        fault === 'malformed' && call !== null ? [call] : [],
      ),
    );
    const lines = (await seedbed.dataset('faults')).trim().split('\n');
    const pairs = lines.map((line) => JSON.parse(line) as { call: string; instances?: { call: string }[] });
    const calls = pairs.flatMap(({ call, instances }) => [
      call,
      ...(instances ?? []).map((instance) => instance.call),
    ]);
    return {
      state,
      accepted,
      proposed: funnel.proposed,
      faults: stats.faults,
      refusedForOutage: stats.refusedForOutage,
      requests: stats.requests,
      quarantined: funnel.quarantined,
      spoiledPairs: calls.filter((call) => spoiled.has(call)).length,
      repeatedAfterAnswer: stats.repeatedAfterAnswer,
    };
  } finally {
    await seedbed.stop();
    await teacher.close();
  }
}
