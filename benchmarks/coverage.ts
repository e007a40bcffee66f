/**
 * Whether steering keeps a dataset to the proportions that were asked for: two runs on a real Temporal server, PostgreSQL, worker
 * and embeddings, one with steering and one without. The teacher is simulated: it writes what it is asked for, and else what comes
 * to its mind, which is Zipf-distributed over 60 cells, and its responses to the tasks of some cells are rejected more often than
 * to others. Counted is by the simulator's own truth, over the exported datasets. Draws `.seedbed/coverage.svg`. Before that, how
 * often the classifier agrees with a person, on the seed tasks of the recipe `quickstart`.
 *
 *     npm run bench:coverage [-- --pairs 3000 --heedless 0 --zipf 1 --seed 1]
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { LocalEmbedder } from '../adapters/embedder/localEmbedder';
import type { CellKey } from '../core/vocabulary/cell';
import { CellTeacher, simulatedCells, simulatedCoverage, trueCellOf } from '../tests/support/simulatedCells';
import {
  spawnSimulatedTeacher,
  type SpawnedSimulatedTeacher,
} from '../tests/support/simulatedTeacherProcess';
import { testRecipe } from '../tests/support/testRecipe';
import { TestSeedbed } from '../tests/support/testSeedbed';
import { activityShares } from './coverageTime';
import { classifierAccuracy } from './classifierAccuracy';
import { coveragePlot, type PlottedCell } from './coveragePlot';

/** Tolerated deviation of a cell's share from its weight, as a share of the weight. */
const tolerance = 0.2;

interface Grown {
  readonly state: string;
  /** Accepted pairs by true cell. */
  readonly cells: ReadonlyMap<CellKey, number>;
  readonly pairs: number;
  readonly candidates: number;
  /** Share of the pairs whose cell the classifier told right. */
  readonly toldRight: number;
  readonly prompts: number;
  readonly calls: number;
  readonly paidTwice: number;
  readonly iterations: number;
  readonly seconds: number;
  /** Share of the activities' time, by activity, most first. */
  readonly time: readonly (readonly [name: string, share: number])[];
}

async function grow(
  seedbed: TestSeedbed,
  teacher: SpawnedSimulatedTeacher,
  { name, pairs, steer }: { name: string; pairs: number; steer: boolean },
): Promise<Grown> {
  await teacher.reset();
  const handle = await seedbed.startRun(
    testRecipe({
      name,
      target: pairs,
      coverage: { ...simulatedCoverage, steer },
      selfInstruct: { form: 'together' },
      // A simulator's phrases come back: only a task that is there word by word repeats one.
      novelty: { threshold: 0.99 },
      collapse: { watch: 'report' },
      filters: { blocklist: [], unaskableBy: 'patterns' }, // sentences joined of parts read like nothing that anybody asks
    }),
  );
  const { state, funnel } = await handle.result();
  const stats = await teacher.stats();
  const { iterations } = await seedbed.status(name);

  const cells = new Map<CellKey, number>();
  let toldRight = 0;
  const lines = (await seedbed.dataset(name)).trim().split('\n');
  for (const line of lines) {
    const { instruction, cell } = JSON.parse(line) as { instruction: string; cell: string };
    const truth = trueCellOf(instruction);
    if (truth === undefined) throw new Error(`The simulator does not know its own task: ${instruction}`);
    cells.set(truth, (cells.get(truth) ?? 0) + 1);
    toldRight += Number(cell === truth);
  }
  return {
    state,
    cells,
    pairs: lines.length,
    candidates: funnel.proposed,
    toldRight: toldRight / lines.length,
    prompts: stats.byTask.propose ?? 0,
    calls: stats.requests,
    paidTwice: stats.repeatedAfterAnswer,
    iterations: iterations.committed,
    seconds: ((stats.lastAnsweredAt ?? 0) - (stats.firstRequestAt ?? 0)) / 1_000,
    time: await activityShares(seedbed.client, name),
  };
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      pairs: { type: 'string', default: '3000' },
      heedless: { type: 'string', default: '0' },
      zipf: { type: 'string', default: '1' },
      seed: { type: 'string', default: '1' },
      plot: { type: 'string', default: '.seedbed/coverage.svg' },
    },
  });
  const [pairs, seed] = [Number(values.pairs), Number(values.seed)];
  const habits = { zipf: Number(values.zipf), heedless: Number(values.heedless) };

  const embedder = new LocalEmbedder();
  try {
    const accuracy = await classifierAccuracy((texts) => embedder.embed(texts));
    process.stdout.write(`${accuracy.join('\n')}\n\n`);
  } finally {
    await embedder.close();
  }

  const teacher = await spawnSimulatedTeacher({ seed, cells: habits });
  const seedbed = await TestSeedbed.start({ teacher: teacher.baseUrl, endpoint: { concurrency: 32 } });
  try {
    const steered = await grow(seedbed, teacher, { name: 'steered', pairs, steer: true });
    const unsteered = await grow(seedbed, teacher, { name: 'unsteered', pairs, steer: false });
    const weight = 1 / simulatedCells.length;
    const rows = new CellTeacher({ seed, ...habits }).favourites.map((cell) => ({
      cell,
      weight,
      steered: (steered.cells.get(cell) ?? 0) / steered.pairs,
      unsteered: (unsteered.cells.get(cell) ?? 0) / unsteered.pairs,
    }));
    const path = resolve(values.plot);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, coveragePlot(rows, tolerance));

    process.stdout.write(
      [
        ...tableOf(rows),
        '',
        ...describe('steered', steered, rows),
        ...describe('unsteered', unsteered, rows),
        `plot        ${path}`,
        '',
      ].join('\n'),
    );
  } finally {
    await seedbed.stop();
    await teacher.close();
  }
}

function tableOf(rows: readonly PlottedCell[]): string[] {
  const width = Math.max(...rows.map(({ cell }) => cell.length));
  const bar = (share: number): string =>
    '#'
      .repeat(Math.round(share * 400))
      .padEnd(24)
      .slice(0, 24);
  return [
    `${'cell'.padEnd(width)}  weight   steered                           unsteered`,
    ...rows.map(({ cell, weight, steered, unsteered }) =>
      `${cell.padEnd(width)}  ${percent(weight)}  ${percent(steered)} ${bar(steered)}  ${percent(unsteered)} ${bar(unsteered)}`.trimEnd(),
    ),
  ];
}

function describe(name: 'steered' | 'unsteered', grown: Grown, rows: readonly PlottedCell[]): string[] {
  const relative = rows.map((row) => row[name] / row.weight);
  const within = relative.filter((ratio) => Math.abs(ratio - 1) <= tolerance).length;
  const time = grown.time.slice(0, 5).map(([activity, share]) => `${activity} ${(share * 100).toFixed(0)} %`);
  return [
    `${name.padEnd(10)}  ${within} of ${rows.length} cells within ${tolerance * 100} %; ${Math.min(...relative).toFixed(2)} to ${Math.max(...relative).toFixed(2)} times their weight`,
    `            ${grown.state} with ${grown.pairs} pairs of ${grown.candidates} candidates in ${grown.iterations} iterations; the cell of ${(grown.toldRight * 100).toFixed(1)} % told right`,
    `            ${grown.prompts} proposal prompts, ${grown.calls} calls in all, ${grown.paidTwice} paid twice`,
    `            ${grown.seconds.toFixed(0)} s; of the activities' time ${time.join(', ')}`,
  ];
}

function percent(share: number): string {
  return `${(share * 100).toFixed(2).padStart(5)} %`;
}

void main();
