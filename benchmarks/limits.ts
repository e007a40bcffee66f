import { rateUse } from '../tests/support/simulatedTeacher';
import { spawnSimulatedTeacher } from '../tests/support/simulatedTeacherProcess';
import { testRecipe } from '../tests/support/testRecipe';
import { TestSeedbed } from '../tests/support/testSeedbed';

const requestsPerSecond = 20;

/**
 * How much of a rate limit a run uses, by the teacher's own count: once with the limit in the worker's configuration, once
 * left to be found out from refusals. `npm run bench:limits`
 */
async function main(): Promise<void> {
  for (const known of [true, false]) {
    const teacher = await spawnSimulatedTeacher({
      latency: { meanSeconds: 1, sigma: 0.5 },
      requestsPerSecond,
    });
    const endpoint = { concurrency: 64, ...(known ? { requestsPerMinute: requestsPerSecond * 60 } : {}) };
    const seedbed = await TestSeedbed.start({ teacher: teacher.baseUrl, endpoint });
    try {
      const target = 1_000;
      const handle = await seedbed.startRun(testRecipe({ name: 'limits', target, iteration: { size: 200 } }));
      const { accepted, funnel } = await handle.result();
      const stats = await teacher.stats();
      process.stdout.write(
        [
          `limit of ${requestsPerSecond} requests a second, ${known ? 'configured' : 'unknown'}`,
          `  of the allowance used  ${rateUse(stats, requestsPerSecond).toFixed(3)}${known ? ' (at least 0.95)' : ''}`,
          `  refused (429)          ${stats.refusedForRate} of ${stats.requests} requests`,
          `  accepted pairs         ${accepted} of ${target}; quarantined ${funnel.quarantined}, abandoned ${funnel.abandoned}`,
          '',
        ].join('\n'),
      );
    } finally {
      await seedbed.stop();
      await teacher.close();
    }
  }
}

void main();
