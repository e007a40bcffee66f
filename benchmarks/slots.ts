import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { mostMemory, processorSeconds } from './processUse';
import { slotUse, type RequestLogEntry } from '../tests/support/simulatedTeacher';
import { spawnSimulatedTeacher } from '../tests/support/simulatedTeacherProcess';
import { testRecipe } from '../tests/support/testRecipe';
import { TestSeedbed } from '../tests/support/testSeedbed';
import { watchTeacher, type WatchedStats } from './watchedTeacher';

/** Seconds at the start and at the end of a run that are told apart from what lies between. */
const startSeconds = 20;
const endSeconds = 40;

/**
 * How much of the teacher's slots a run uses and when, by the teacher's own count; what it takes of processors and memory; and how
 * much history it leaves: a run from a simulated teacher with lognormal latency, on a real Temporal server and PostgreSQL.
 * `npm run bench:slots -- --pairs 1000 --size default`
 *
 * With `--teacher http://127.0.0.1:8000/v1 --model NAME` from one that somebody else runs: its slots are then those that the worker is told
 * of, and its requests are counted on their way.
 */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      pairs: { type: 'string', default: '5000' },
      slots: { type: 'string', default: '64' },
      /** Mean, in seconds. */
      latency: { type: 'string', default: '1' },
      /** Candidates of an iteration; "default": what the recipe would have without it. */
      size: { type: 'string', default: '400' },
      /** Iterations open at once; left out: as many as the recipe would have. */
      open: { type: 'string' },
      /** Address of a teacher that runs already; left out: ours. */
      teacher: { type: 'string' },
      /** What that one calls its model. */
      model: { type: 'string', default: 'simulated' },
      /** Prints what the slots were used for in each second of the start and of the end; of our own teacher alone. */
      timeline: { type: 'boolean', default: false },
    },
  });
  const [pairs, slots, meanSeconds] = [Number(values.pairs), Number(values.slots), Number(values.latency)];
  const simulated =
    values.teacher === undefined
      ? await spawnSimulatedTeacher({
          latency: { meanSeconds, sigma: 0.5 },
          concurrency: slots,
          logSize: values.timeline ? 10 * pairs : 0,
        })
      : undefined;
  const teacher = simulated ?? (await watchTeacher(values.teacher ?? ''));
  const endpoint = { concurrency: slots, model: values.model };
  const seedbed = await TestSeedbed.start({ teacher: teacher.baseUrl, endpoint });
  try {
    const iteration = {
      ...(values.size !== 'default' && { size: Number(values.size) }),
      ...(values.open !== undefined && { open: Number(values.open) }),
    };
    const parts = (['worker', 'temporal', 'postgres'] as const).map((name) => seedbed.pid(name));
    const secondsOfParts = (): readonly number[] => parts.map((pid) => processorSeconds([pid]));
    const before = secondsOfParts();
    const handle = await seedbed.startRun(testRecipe({ name: 'slots', target: pairs, iteration }));
    const use = new UseOverTime(() => teacher.stats());
    const summary = await handle.result();
    const taken = secondsOfParts().map((seconds, index) => seconds - (before[index] ?? 0));
    const memory = mostMemory(seedbed.pid('worker'));
    await use.end();
    const stats = await teacher.stats();
    const history = await historyOf(seedbed, 'slots');
    const seconds = ((stats.lastAnsweredAt ?? 0) - (stats.firstRequestAt ?? 0)) / 1_000;
    const [first, last, answered] = [stats.firstRequestAt, stats.lastAdmittedAt, stats.lastAnsweredAt].map(
      Number,
    );
    const perThousand = (seconds: number): string => ((seconds / stats.requests) * 1_000).toFixed(2);
    const between = (from = 0, to = 0): string =>
      (use.slotSeconds(from, to) / ((slots * (to - from)) / 1_000)).toFixed(3);
    const [started = 0, ending = 0] = [
      Number(first) + startSeconds * 1_000,
      Number(answered) - endSeconds * 1_000,
    ];
    const lines = [
      `accepted pairs              ${summary.accepted} of ${pairs}, ${summary.funnel.proposed} candidates, ${summary.funnel.quarantined} quarantined; ${summary.reason}`,
      `requests                    ${stats.requests} in ${seconds.toFixed(0)} s, ${(stats.requests / seconds).toFixed(0)} a second`,
      `slots' time used            ${slotUse(stats, slots).toFixed(3)} of ${slots} slots up to the last answer, ${between(first, last)} up to the last request`,
      ...(ending > started
        ? [
            `  first ${startSeconds} s, between, last ${endSeconds} s  ${between(first, started)}, ${between(started, ending)}, ${between(ending, answered)}`,
          ]
        : []),
      `processor seconds           ${perThousand(taken.reduce((sum, seconds) => sum + seconds, 0))} per 1,000 requests: worker and its models, Temporal, PostgreSQL ${taken.map(perThousand).join(', ')}`,
      `worker's memory             ${memory.toFixed(0)} MB at most`,
      `worker's event loop         ${longestWait(seedbed.stack.addresses.logs)} ms of wait at most`,
      `refused for want of a slot  ${stats.refusedForConcurrency}; answers by status ${JSON.stringify(stats.byStatus)}`,
      `history events a pair       ${(history.events / summary.accepted).toFixed(3)} (at most 0.6)`,
      `history bytes a pair        ${(history.bytes / summary.accepted).toFixed(0)} (at most 250)`,
      `paid twice                  ${stats.repeatedAfterAnswer}`,
      `candidates a pair           ${(summary.funnel.proposed / summary.accepted).toFixed(3)}, requests ${(stats.requests / summary.accepted).toFixed(3)}; ${await answeredInVain(seedbed, summary.runKey)} answers that no candidate refers to`,
    ];
    process.stdout.write(`${lines.join('\n')}\n`);
    if (values.timeline && simulated) process.stdout.write(timelineOf(await simulated.log(), slots));
  } finally {
    await seedbed.stop();
    await teacher.close();
  }
}

/** The longest that the worker's log tells of, in its half minutes up to now. */
function longestWait(logs: string): number {
  const waits = readFileSync(join(logs, 'worker.log'), 'utf8').matchAll(/"eventLoopMaxMs":(\d+)/g);
  return Math.max(...[...waits].map(([, ms]) => Number(ms)));
}

/** Slots' time used, looked at twice a second, so that a stretch of it can be told. Instants are milliseconds since 1970. */
class UseOverTime {
  private readonly looks: { readonly at: number; readonly slotSeconds: number }[] = [];
  private readonly timer = setInterval(() => void this.look().catch(() => undefined), 500); // the next look makes up for it

  constructor(private readonly stats: () => Promise<WatchedStats>) {}

  /** Between two instants. */
  slotSeconds(from: number, to: number): number {
    return this.until(to) - this.until(from);
  }

  async end(): Promise<void> {
    clearInterval(this.timer);
    await this.look();
  }

  private async look(): Promise<void> {
    const { busySlotSeconds, lastAnsweredAt } = await this.stats();
    const last = this.looks.at(-1);
    if (lastAnsweredAt !== null && lastAnsweredAt > (last?.at ?? 0))
      this.looks.push({ at: lastAnsweredAt, slotSeconds: busySlotSeconds });
  }

  /** In between two looks the slots are taken to be used evenly. */
  private until(at: number): number {
    const after = this.looks.findIndex((look) => look.at >= at);
    const right = this.looks.at(after);
    if (!right || after < 0) return this.looks.at(-1)?.slotSeconds ?? 0;
    const left = after === 0 ? undefined : this.looks[after - 1];
    if (!left) return 0;
    return (
      left.slotSeconds + ((right.slotSeconds - left.slotSeconds) * (at - left.at)) / (right.at - left.at)
    );
  }
}

/** Answers of the ledger that nothing came of: no candidate has them among its calls. */
async function answeredInVain({ database }: TestSeedbed, runKey: string): Promise<number> {
  const { rows } = await database.query<{ count: number }>(
    `select count(*)::int as count from ledger l where l.run_key = $1 and l.answer is not null and l.call_key not in (
       select jsonb_array_elements_text(c.calls || coalesce(c.lineage -> 'calls', '[]')) from candidates c where c.run_key = $1)`,
    [runKey],
  );
  return rows[0]?.count ?? 0;
}

/** The slots' time in each second of the start and of the end, by what it was used for. */
function timelineOf(log: readonly RequestLogEntry[], slots: number): string {
  const admitted = log.filter(({ outcome }) => outcome === 'admitted');
  const first = admitted[0]?.at ?? 0;
  const spans = admitted.map(({ at, task = 'none', latencySeconds = 0 }) => ({
    task,
    from: (at - first) / 1_000,
    to: (at - first) / 1_000 + latencySeconds,
  }));
  const seconds = Math.ceil(Math.max(...spans.map(({ to }) => to)));
  const tasks = [...new Set(spans.map(({ task }) => task))];
  const usedFor = (task: string, second: number): number =>
    spans
      .filter((span) => span.task === task)
      .reduce((sum, { from, to }) => sum + Math.max(0, Math.min(to, second + 1) - Math.max(from, second)), 0);
  const lines = Array.from({ length: seconds }, (_, second) => {
    const used = tasks.map((task) => usedFor(task, second));
    const share = used.reduce((sum, one) => sum + one, 0) / slots;
    return `${second} s  ${share.toFixed(2)}  ${tasks.map((task, index) => `${task} ${(used[index] ?? 0).toFixed(0)}`).join(', ')}`;
  });
  const shown = lines.filter((_, second) => second < startSeconds || second >= seconds - endSeconds);
  return `${shown.join('\n')}\n`;
}

/** Events and bytes of a run's history and its iterations', as the server counts them. */
async function historyOf(
  { client }: TestSeedbed,
  workflowId: string,
): Promise<{ events: number; bytes: number }> {
  let [events, bytes] = [0, 0];
  const add = async (id: string, runId?: string): Promise<void> => {
    const { raw } = await client.workflow.getHandle(id, runId).describe();
    events += Number(raw.workflowExecutionInfo?.historyLength ?? 0);
    bytes += Number(raw.workflowExecutionInfo?.historySizeBytes ?? 0);
  };
  for await (const { workflowId: id, runId } of client.workflow.list({
    query: `WorkflowId STARTS_WITH "${workflowId}"`,
  }))
    await add(id, runId);
  return { events, bytes };
}

void main();
