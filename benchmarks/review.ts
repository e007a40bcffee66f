/**
 * Whether verdicts make the filters better: a run on a real Temporal server, PostgreSQL and worker, whose loop waits for people. The
 * teacher is simulated: its tasks have a hidden worth, of which its judge's grades tell only so much. The reviewer is simulated too:
 * approves of what is worth it, errs now and then, and sends verdicts as updates. From 200 verdicts on the run moves its threshold.
 * Counted are accepted pairs that nobody looked at, by their hidden worth, before and after; and in a run that learns nothing.
 *
 *     npm run bench:review [-- --pairs 1500 --noise 0.2 --errors 0.05 --seed 1]
 */
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { CalibrationStore, type StoredCalibration } from '../adapters/store/calibrationStore';
import { wilsonInterval } from '../core/foundations/statistics/yieldInterval';
import type { GivenVerdict, SubmitVerdicts } from '../core/review/batch';
import { hiddenWorth, worthApproving } from '../tests/support/hiddenWorth';
import { Draws } from '../tests/support/seededDraws';
import { spawnSimulatedTeacher } from '../tests/support/simulatedTeacherProcess';
import { testRecipe } from '../tests/support/testRecipe';
import { TestSeedbed } from '../tests/support/testSeedbed';

/** Verdicts after which thresholds move. */
const verdictsToLearnFrom = 200;

interface Unreviewed {
  readonly instruction: string;
  /** Whether its iteration was planned after the threshold had moved. */
  readonly after: boolean;
}

interface Grown {
  readonly state: string;
  readonly accepted: number;
  readonly verdicts: number;
  readonly calibrations: readonly StoredCalibration[];
  readonly unreviewed: readonly Unreviewed[];
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      pairs: { type: 'string', default: '1500' },
      noise: { type: 'string', default: '0.2' },
      errors: { type: 'string', default: '0.05' },
      seed: { type: 'string', default: '1' },
    },
  });
  const [pairs, noise, errors, seed] = [values.pairs, values.noise, values.errors, values.seed].map(
    Number,
  ) as [number, number, number, number];
  const teacher = await spawnSimulatedTeacher({ seed, proposals: { judgeNoise: noise } });
  const seedbed = await TestSeedbed.start({ teacher: teacher.baseUrl, endpoint: { concurrency: 32 } });
  try {
    const learning = await grow(seedbed, { name: 'learning', pairs, errors, refit: 'apply' });
    const fixed = await grow(seedbed, { name: 'fixed', pairs, errors, refit: 'off' });
    process.stdout.write(`${describe(learning, fixed).join('\n')}\n`);
  } finally {
    await seedbed.stop();
    await teacher.close();
  }
}

async function grow(
  seedbed: TestSeedbed,
  { name, pairs, errors, refit }: { name: string; pairs: number; errors: number; refit: 'apply' | 'off' },
): Promise<Grown> {
  const handle = await seedbed.startRun(
    testRecipe({
      name,
      target: pairs,
      iteration: { size: 150, open: 1 },
      selfInstruct: { form: 'together' },
      // A simulator's phrases come back: only a task that is there word by word repeats one.
      novelty: { threshold: 0.99 },
      collapse: { watch: 'report' },
      filters: { blocklist: [] },
      judge: { min: 0 },
      review: {
        share: 0.4,
        by: { random: 1 },
        wait: 'gate',
        max: 500,
        reviewers: { twice: 0 },
        feedback: { refit, min: verdictsToLearnFrom },
      },
    }),
  );
  const result = handle.result();
  let ended = false;
  const mark = (): void => void (ended = true);
  result.then(mark, mark);
  let verdicts = 0;
  while (!ended) {
    verdicts += await reviewAll(seedbed, name, errors);
    await delay(200);
  }
  const { state, accepted } = await result;
  const runKey = await seedbed.runKey(name);
  const calibrations = await new CalibrationStore(seedbed.database).list(runKey);
  const { rows } = await seedbed.database.query<Unreviewed>(
    `select c.instruction, i.planned_at >= coalesce((select min(created_at) from calibrations k where k.run_key = $1), 'infinity') as after
     from candidates c join iterations i using (run_key, iteration)
     where c.run_key = $1 and c.state = 'accepted'
       and not exists (select from review_items r where (r.run_key, r.iteration, r.ordinal) = (c.run_key, c.iteration, c.ordinal))`,
    [runKey],
  );
  return { state, accepted, verdicts, calibrations, unreviewed: rows };
}

/** Gives a verdict on everything that waits for one. Returns how many. */
async function reviewAll(seedbed: TestSeedbed, name: string, errors: number): Promise<number> {
  const { rows: open } = await seedbed.database.query<{
    run_key: string;
    batch: number;
    workflow_id: string;
  }>(
    `select b.run_key, b.batch, b.workflow_id from review_batches b join runs r using (run_key)
     where r.workflow_id = $1 and b.closed_at is null order by b.batch`,
    [name],
  );
  let given = 0;
  for (const { run_key, batch, workflow_id } of open) {
    const { rows } = await seedbed.database.query<{ item: number; instruction: string }>(
      'select item, instruction from review_items where run_key = $1 and batch = $2 order by item',
      [run_key, batch],
    );
    const verdicts = rows.map(({ item, instruction }): GivenVerdict => {
      const errs = new Draws('error', instruction).chance(errors);
      const isGood = hiddenWorth(instruction) >= worthApproving;
      return { item, verdict: isGood !== errs ? 'approve' : 'reject' };
    });
    const said: SubmitVerdicts = { reviewer: 'ana', verdicts };
    try {
      await seedbed.client.workflow
        .getHandle(workflow_id)
        .executeUpdate('submitVerdicts', { args: [said], updateId: `${batch}` });
    } catch {
      continue; // not started yet, or closed meanwhile
    }
    given += verdicts.length;
  }
  return given;
}

function describe(learning: Grown, fixed: Grown): string[] {
  const moved = learning.calibrations.map(
    ({ version, moved: { field, before, after }, expected: { labels, precision, recall } }) =>
      `calibration ${version}: ${field} ${before ?? 'none'} -> ${after.toFixed(3)}, from ${labels.good} good and ${labels.bad} bad; ` +
      `expected precision ${percent(precision.before)} -> ${percent(precision.after)}, keeps ${percent(recall)} of the good`,
  );
  return [
    ...moved,
    '',
    '| accepted pairs that nobody looked at | n | worth it | 95 % interval |',
    '| --- | --- | --- | --- |',
    row(
      'before the threshold moved',
      learning.unreviewed.filter(({ after }) => !after),
    ),
    row(
      'after it',
      learning.unreviewed.filter(({ after }) => after),
    ),
    row('in a run that learns nothing', fixed.unreviewed),
    '',
    `learning: ${learning.state} with ${learning.accepted} pairs, ${learning.verdicts} verdicts; fixed: ${fixed.state} with ${fixed.accepted}, ${fixed.verdicts} verdicts`,
  ];
}

function row(name: string, pairs: readonly Unreviewed[]): string {
  const good = pairs.filter(({ instruction }) => hiddenWorth(instruction) >= worthApproving).length;
  const value = pairs.length === 0 ? 0 : good / pairs.length;
  const interval = pairs.length === 0 ? ([0, 1] as const) : wilsonInterval(good, pairs.length);
  return `| ${name} | ${pairs.length} | ${percent({ value })} | ${interval.map((bound) => percent({ value: bound })).join(' to ')} |`;
}

function percent({ value }: { readonly value: number }): string {
  return `${(100 * value).toFixed(1)} %`;
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  process.exitCode = 1;
});
