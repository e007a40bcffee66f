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
  /** Sent again though the teacher had sent an answer: there may be none. */
  readonly repeatedAfterAnswer: number;
  /** From the first request to the last answer. */
  readonly seconds: number;
  /** Requests that were sent while the first was still out, and how many of them were answered twice, as the store counts them. */
  readonly askedTwice: number;
  readonly paidTwice: number;
}

export interface FaultOptions {
  readonly pairs: number;
  /** Left out: no faults and no outage. */
  readonly outageSeconds?: number;
  /** Left out: as a run has it by default. */
  readonly iterationSize?: number;
  readonly withinMs: number;
  readonly slots?: number;
  readonly meanSeconds?: number;
  readonly timeoutSeconds?: number;
}

/**
 * A run from a teacher with 5 % server errors, 5 % malformed answers, 0.5 % hangs, and an outage in the middle. Ends by itself
 * or the caller's limit does it.
 */
export async function runThroughFaults({
  pairs: target,
  outageSeconds,
  iterationSize,
  withinMs,
  slots = 32,
  meanSeconds = 0.2,
  timeoutSeconds = 60,
}: FaultOptions): Promise<FaultReport> {
  const teacher = await spawnSimulatedTeacher({
    latency: { meanSeconds },
    logSize: 1_000_000,
    ...(outageSeconds !== undefined && {
      faults: { serverErrors: 0.05, malformed: 0.05, hangs: 0.005 },
      outages: [{ afterRequests: target, seconds: outageSeconds }],
    }),
  });
  const seedbed = await TestSeedbed.start({
    teacher: teacher.baseUrl,
    endpoint: { concurrency: slots, timeoutSeconds },
  });
  try {
    const recipe = testRecipe({
      name: 'faults',
      target,
      ...(iterationSize !== undefined && { iteration: { size: iterationSize } }),
    });
    const handle = await seedbed.startRun(recipe);
    await eventually(
      'the end of the run',
      async () => (await handle.describe()).status.name !== 'RUNNING',
      withinMs,
    );
    const { state, accepted, funnel } = await handle.result();
    const stats = await teacher.stats();
    const { rows } = await seedbed.database.query<{ asked: number; paid: number }>(
      'select count(*) as asked, count(other_at) as paid from hedges where run_key = $1',
      [await seedbed.runKey('faults')],
    );
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
      seconds: ((stats.lastAnsweredAt ?? 0) - (stats.firstRequestAt ?? 0)) / 1_000,
      askedTwice: rows[0]?.asked ?? 0,
      paidTwice: rows[0]?.paid ?? 0,
    };
  } finally {
    await seedbed.stop();
    await teacher.close();
  }
}
