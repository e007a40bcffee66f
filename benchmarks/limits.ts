import { createHash } from 'node:crypto';
import { parseArgs } from 'node:util';
import { usedAfter, rateUse, type RequestLogEntry } from '../tests/support/simulatedTeacher';
import { spawnSimulatedTeacher } from '../tests/support/simulatedTeacherProcess';
import { limitsOf, useLimit } from '../tests/core/teacher/limitedEndpoints';
import { testRecipe } from '../tests/support/testRecipe';
import { TestSeedbed } from '../tests/support/testSeedbed';
import { WorkerProcess } from '../tests/support/workerProcess';

const requestsPerSecond = 20;
const target = 1_000;

/**
 * How much of a rate limit a run uses, by the teacher's own count: once with the limit in the workers' configuration, once left to be found
 * out from refusals. `npm run bench:limits -- --workers 3 --kill` has three workers share it, one of which is killed with -9 in between. `-- --simulated`: the control of
 * requests alone, in simulated time, by limits of several shapes and on ways of several qualities.
 */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      workers: { type: 'string', default: '1' },
      kill: { type: 'boolean', default: false },
      size: { type: 'string' },
      only: { type: 'string' },
      /** Prints each second's requests, and what each worker then had: its cells of 64, in flight, waiting. */
      timeline: { type: 'boolean', default: false },
      simulated: { type: 'boolean', default: false },
    },
  });
  if (values.simulated) {
    process.stdout.write(simulatedLimits());
    return;
  }
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
      const members = values.timeline ? new MembersOverTime(seedbed) : undefined;
      const handle = await seedbed.startRun(recipe);
      let killedAt: number | undefined;
      const ending = handle.result();
      if (values.kill) {
        for (;;) {
          const { requests } = await teacher.stats();
          if (requests > target / 2) break;
          await new Promise((resolve) => setTimeout(resolve, 250));
        }
        killedAt = Date.now();
        await others.pop()?.end('SIGKILL');
      }
      const { accepted, funnel } = await ending;
      const stats = await teacher.stats();
      members?.end();
      const log = await teacher.log();
      const later = usedAfter(log, 60, requestsPerSecond);
      if (members) process.stdout.write(timelineOf(log, members, killedAt));
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

const simulations = 12;

/** Least and median share of the limit that is used from the second minute to the third, and what is refused, by requests that are late by so much on their way. */
function simulatedLimits(): string {
  const lines = ['limit                 known    workers  late by  least  median  refused'];
  for (const [name, shape] of limitsOf(requestsPerSecond))
    for (const known of [true, false])
      for (const members of [1, 3])
        for (const jitterMs of [1, 8, 20]) {
          const uses = Array.from({ length: simulations }, (_, index) =>
            useLimit(shape(), requestsPerSecond, {
              ...{ seconds: 180, fromMs: 60_000, seed: index + 1, members, jitterMs },
              allowance: {
                ...{ concurrency: 64, expiresAt: Infinity },
                ...(known && { requestsPerMinute: requestsPerSecond * 60 }),
              },
            }),
          );
          const used = uses.map((use) => use.used).toSorted((a, b) => a - b);
          const refused = uses.reduce((sum, use) => sum + use.refused, 0) / uses.length;
          lines.push(
            [
              name.padEnd(21),
              (known ? 'known' : 'unknown').padEnd(8),
              String(members).padEnd(8),
              `${jitterMs} ms`.padEnd(8),
              used[0]?.toFixed(3).padEnd(6),
              used[used.length >> 1]?.toFixed(3).padEnd(7),
              `${(refused * 100).toFixed(2)} %`,
            ].join(' '),
          );
        }
  return lines.join('\n').concat('\n');
}

interface Member {
  readonly holder: string;
  readonly cells: number;
  readonly in_flight: number;
  readonly waiting: number;
}

/** What the workers tell the store that they have, looked at four times a second. Instants are milliseconds since 1970. */
class MembersOverTime {
  private readonly looks: { readonly at: number; readonly members: readonly Member[] }[] = [];
  private readonly timer = setInterval(() => void this.look().catch(() => undefined), 250);

  constructor(private readonly seedbed: TestSeedbed) {
    this.timer.unref();
  }

  end(): void {
    clearInterval(this.timer);
  }

  at(instant: number): readonly Member[] {
    return this.looks.find(({ at }) => at >= instant)?.members ?? [];
  }

  private async look(): Promise<void> {
    const { rows } = await this.seedbed.database.query<Member>(
      'select holder, cardinality(cells) as cells, in_flight, waiting from endpoint_members order by holder',
    );
    this.looks.push({ at: Date.now(), members: rows });
  }
}

function timelineOf(
  log: readonly RequestLogEntry[],
  members: MembersOverTime,
  killedAt: number | undefined,
): string {
  const start = log[0]?.at ?? 0;
  const seconds = Math.ceil(((log.at(-1)?.at ?? start) - start + 1) / 1_000);
  return Array.from({ length: seconds }, (_, second) => {
    const at = start + second * 1_000;
    const here = log.filter((entry) => entry.at >= at && entry.at < at + 1_000);
    const admitted = here.filter(({ outcome }) => outcome === 'admitted');
    const tasks = new Map<string, number>();
    for (const { task } of admitted) tasks.set(task ?? '?', (tasks.get(task ?? '?') ?? 0) + 1);
    const refused = here.length - admitted.length;
    const killed = killedAt !== undefined && killedAt >= at && killedAt < at + 1_000;
    return [
      String(second).padStart(4),
      String(admitted.length).padStart(4),
      refused > 0 ? `${refused} refused` : '',
      [...tasks].map(([task, count]) => `${task} ${count}`).join(', '),
      members
        .at(at + 500)
        .map(
          ({ holder, cells, in_flight: flying, waiting }) =>
            `${holder.slice(0, 4)} ${cells}/${flying}/${waiting}`,
        )
        .join('  '),
      killed ? 'killed' : '',
    ].join('  ');
  })
    .join('\n')
    .concat('\n');
}

void main();
