import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { StoredRun } from '../adapters/store/runStore';
import { emptyFunnel } from '../core/vocabulary/funnel';
import { iterationShape } from '../core/run/iterationShape';
import { teacherQueue } from '../core/run/queues';
import { CollapseWatch } from '../core/proposing/steering/collapse';
import type { CarriedRun } from '../core/run/runProgress';
import { runTag } from '../core/vocabulary/runTag';
import { spawnSimulatedTeacher } from '../tests/support/simulatedTeacherProcess';
import { testRecipe } from '../tests/support/testRecipe';
import { TestSeedbed } from '../tests/support/testSeedbed';
import type { generateDataset } from '../workflows/generateDataset';
import { accepted, fillStore, iterationSize } from './filledStore';
import { recombine } from './novelty';
import { mostMemory } from './processUse';

const slots = 64;

/**
 * What a worker's process takes of memory. First after 2 and after 200 small runs, which it is to forget; then, by a worker that has just
 * started, through a run that has 50,000 pairs already: a script puts them into the store, and the run goes on from there as one that
 * continues as new does. `npm run bench:memory -- --pool 50000 --pairs 2000 --runs 200`
 */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      /** Pairs that the run has when it goes on. */
      pool: { type: 'string', default: '50000' },
      /** Pairs that it adds. */
      pairs: { type: 'string', default: '2000' },
      /** Small runs that are served one after the other; 0: none. */
      runs: { type: 'string', default: '200' },
    },
  });
  const [pool, pairs, runs] = [Number(values.pool), Number(values.pairs), Number(values.runs)];
  const teacher = await spawnSimulatedTeacher({
    latency: { meanSeconds: 0.3, sigma: 0.5 },
    concurrency: slots,
  });
  const seedbed = await TestSeedbed.start({ teacher: teacher.baseUrl, endpoint: { concurrency: slots } });
  try {
    say(`worker that has just started           ${memoryNow(seedbed)}`);
    await smallRuns(seedbed, Math.max(2, runs));
    await seedbed.kill9('worker');
    const run = await fill(seedbed, pool);
    await goOn(seedbed, run, pool, pairs);
    say(`after ${pairs} pairs more, from ${pool}`.padEnd(39) + memoryNow(seedbed));
  } finally {
    await seedbed.stop();
    await teacher.close();
  }
}

async function smallRuns(seedbed: TestSeedbed, runs: number): Promise<void> {
  for (let run = 0; run < runs; run++) {
    await (await seedbed.startRun(testRecipe({ name: `small-${run}`, target: 8 }))).result();
    if ([2, 20, runs].includes(run + 1)) say(`after ${run + 1} small runs`.padEnd(39) + memoryNow(seedbed));
  }
}

/** A run with the setup of one that was run, and with so many pairs, no two of which have the same instruction. */
async function fill(seedbed: TestSeedbed, pool: number): Promise<StoredRun> {
  const { database, runs } = seedbed;
  const candidates = Math.ceil((pool * 10) / accepted / iterationSize) * iterationSize;
  const like = await runs.load(await seedbed.runKey('small-0'));
  const runKey = await fillStore(database, candidates, like);
  const seeds = readFileSync('recipes/seeds/quickstart.jsonl', 'utf8').trim().split('\n').map((line) => (JSON.parse(line) as { instruction: string }).instruction); // prettier-ignore
  const instructions = recombine(seeds, candidates, 42);
  for (let from = 0; from < candidates; from += 10_000) {
    await database.query(
      `update candidates set instruction = own.instruction || ' (' || own.place || ')'
       from (select instruction, place + $3::int - 1 as place from unnest($2::text[]) with ordinality as given (instruction, place)) own
       where run_key = $1 and candidates.iteration = own.place / $4::int and candidates.ordinal = own.place % $4::int`,
      [runKey, instructions.slice(from, from + 10_000), from, iterationSize],
    );
  }
  await database.query('vacuum analyze candidates');
  return runs.load(runKey);
}

/** Has the run that was filled go on to so many pairs more. */
async function goOn(
  seedbed: TestSeedbed,
  { runKey, setup }: StoredRun,
  pool: number,
  pairs: number,
): Promise<void> {
  const iterations = Math.ceil((pool * 10) / accepted / iterationSize);
  const proposed = iterations * iterationSize;
  const kept = (proposed * accepted) / 10;
  const recipe = { ...setup.recipe, target: kept + pairs };
  const carried: CarriedRun = {
    prepared: {
      runKey,
      runTag: runTag(runKey),
      target: recipe.target,
      ...iterationShape(recipe, slots),
      iterationsWithoutPairs: recipe.iteration.patience,
      listsQueue: teacherQueue('simulated'),
      collapse: recipe.collapse,
      listsToWrite: 0,
      reviewsGate: false,
      refits: false,
      searchAttributes: false,
    },
    open: [],
    ...{
      iterations,
      withoutPairs: 0,
      collapse: new CollapseWatch(recipe.collapse).state,
      stopRequested: false,
    },
    funnel: { ...emptyFunnel, proposed, accepted: kept, rejected: proposed - kept },
  };
  const handle = await seedbed.client.workflow.start<typeof generateDataset>('generateDataset', {
    workflowId: 'filled',
    taskQueue: 'seedbed',
    args: [{ continues: runKey }, carried],
  });
  await handle.result();
}

/** Now, and the most that the process had. */
function memoryNow(seedbed: TestSeedbed): string {
  const pid = seedbed.pid('worker');
  const now = Number(/^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;
  return `${now.toFixed(0)} MB, ${mostMemory(pid).toFixed(0)} MB at most`;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

void main();
