import { createHash } from 'node:crypto';
import { parseArgs } from 'node:util';
import { usedAfter, rateUse } from '../tests/support/simulatedTeacher';
import { spawnSimulatedTeacher } from '../tests/support/simulatedTeacherProcess';
import { testRecipe } from '../tests/support/testRecipe';
import { TestSeedbed } from '../tests/support/testSeedbed';
import { WorkerProcess } from '../tests/support/workerProcess';

const requestsPerSecond = 20;
const target = 1_000;

/**
 * How much of a rate limit a run uses, by the teacher's own count: once with the limit in the workers' configuration, once left to be found
 * out from refusals. `npm run bench:limits -- --workers 3 --kill` has three workers share it, one of which is killed with -9 in between.
 */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      workers: { type: 'string', default: '1' },
      kill: { type: 'boolean', default: false },
      size: { type: 'string' },
      only: { type: 'string' },
    },
  });
  const [workers, size] = [
    Number(values.workers),
    values.size === undefined ? undefined : Number(values.size),
  ];
  for (const known of [true, false]) {
    if (values.only !== undefined && values.only !== (known ? 'known' : 'unknown')) continue;
    const teacher = await spawnSimulatedTeacher({
      latency: { meanSeconds: 1, sigma: 0.5 },
      requestsPerSecond,
      logSize: 1_000_000,
    });
    const endpoint = { concurrency: 64, ...(known ? { requestsPerMinute: requestsPerSecond * 60 } : {}) };
    const seedbed = await TestSeedbed.start({ teacher: teacher.baseUrl, endpoint });
    const others: WorkerProcess[] = [];
    try {
      for (let number = 1; number < workers; number++) others.push(await WorkerProcess.start(seedbed));
      const recipe = testRecipe({ name: 'limits', target, ...(size && { iteration: { size } }) });
      const handle = await seedbed.startRun(recipe);
      const ending = handle.result();
      if (values.kill) {
        for (;;) {
          const { requests } = await teacher.stats();
          if (requests > target / 2) break;
          await new Promise((resolve) => setTimeout(resolve, 250));
        }
        await others.pop()?.end('SIGKILL');
      }
      const { accepted, funnel } = await ending;
      const stats = await teacher.stats();
      const later = usedAfter(await teacher.log(), 60, requestsPerSecond);
      process.stdout.write(
        [
          `limit of ${requestsPerSecond} requests a second, ${known ? 'configured' : 'unknown'}, ${workers} worker${workers > 1 ? 's' : ''}, iterations of ${size ?? 'the default size'}`,
          `  of the allowance used  ${rateUse(stats, requestsPerSecond).toFixed(3)}`,
          `  after the first minute ${later.used.toFixed(3)}, ${later.refused} of ${later.requests} refused`,
          `  refused (429)          ${stats.refusedForRate} of ${stats.requests} requests`,
          `  most in flight         ${stats.maxInFlight} of 64`,
          `  answered, asked again  ${stats.repeatedAfterAnswer}`,
          `  export's SHA-256       ${createHash('sha256')
            .update(await seedbed.dataset('limits'))
            .digest('hex')}: the same for any number of workers`,
          `  accepted pairs         ${accepted} of ${target}; quarantined ${funnel.quarantined}, abandoned ${funnel.abandoned}`,
          '',
        ].join('\n'),
      );
    } finally {
      for (const other of others) await other.end('SIGKILL');
      await seedbed.stop();
      await teacher.close();
    }
  }
}

void main();
