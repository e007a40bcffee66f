import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import type { WorkflowHandle } from '@temporalio/client';
import { historyToJSON } from '@temporalio/common/lib/proto-utils';
import { packageRoot } from '../adapters/workspace/packageRoot';
import type { RecipeInput } from '../core/run/recipeSchema';
import { batchWorkflowId } from '../core/review/batchName';
import { childId } from '../core/vocabulary/childId';
import { runTag } from '../core/vocabulary/runTag';
import type { generateDataset } from '../workflows/generateDataset';
import type { Progress } from '../workflows/messages';
import { startSimulatedTeacher, type SimulatedTeacher } from '../tests/support/simulatedTeacher';
import { testRecipe } from '../tests/support/testRecipe';
import { eventually, TestSeedbed } from '../tests/support/testSeedbed';

/**
 * Records what the replay tests replay: `npm run build && node dist/scripts/recordHistories.js`. To be done when a workflow
 * changed on purpose; a history of a released version stays, so that runs which that version began go on with the next one.
 */
const folder = join(packageRoot(), 'tests', 'replay', 'histories');

type Run = WorkflowHandle<typeof generateDataset>;

const recipe: RecipeInput = testRecipe({ name: 'recorded', target: 24, iteration: { size: 12 } });

async function main(): Promise<void> {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(join(folder, 'incompatible'), { recursive: true });
  const teacher = await startSimulatedTeacher({ latency: { meanSeconds: 0.1 } });
  try {
    await withSeedbed(teacher, [], async (seedbed) => {
      await recordMessages(seedbed, teacher);
      await recordReviewed(seedbed);
      await recordCompared(seedbed);
    });
    await withSeedbed(
      teacher,
      ['--dynamic-config-value', 'limit.historyCount.suggestContinueAsNew=25'],
      recordContinued,
    );
  } finally {
    await teacher.close();
  }
  for (const name of readdirSync(folder, { recursive: true })) process.stdout.write(`${String(name)}\n`);
}

async function recordMessages(seedbed: TestSeedbed, teacher: SimulatedTeacher): Promise<void> {
  const completed = await seedbed.startRun(recipe, 'completed');
  await completed.result();
  save('generateDataset-completed', await record(seedbed, 'completed'));
  const iteration = await recordFirstIteration(seedbed, 'completed');
  save('runIteration-completed', iteration);
  // What a careless change of the workflow would look like to a run that is under way: another activity at the same place.
  save(
    join('incompatible', 'runIteration-renamedActivity'),
    iteration.replaceAll('"readStage"', '"readAnswers"'),
  );

  teacher.reset();
  const paused = await seedbed.startRun(recipe, 'paused');
  await requests(teacher, 20);
  await paused.signal('pause');
  await settled(seedbed, paused);
  await paused.signal('resume');
  await paused.result();
  save('generateDataset-paused', await record(seedbed, 'paused'));
  save('runIteration-paused', await recordFirstIteration(seedbed, 'paused'));

  teacher.reset();
  const mended = await seedbed.startRun(recipe, 'mended');
  await requests(teacher, 20);
  teacher.configure({ unauthorized: true });
  await eventually('the run to pause', async () => (await seedbed.status('mended')).state === 'paused');
  await settled(seedbed, mended);
  teacher.configure({ unauthorized: false });
  await mended.signal('resume');
  await mended.result();
  save('generateDataset-mended', await record(seedbed, 'mended'));
  save('runIteration-mended', await recordFirstIteration(seedbed, 'mended'));

  for (const [id, end] of [
    ['stopped', (run: Run) => run.signal('stop')],
    ['cancelled', (run: Run) => run.cancel()],
  ] as const) {
    teacher.reset();
    const run = await seedbed.startRun({ ...recipe, target: 200 }, id);
    await requests(teacher, 20);
    await end(run);
    await run.result().catch(() => undefined);
    save(`generateDataset-${id}`, await record(seedbed, id));
    save(`runIteration-${id}`, await recordFirstIteration(seedbed, id));
  }

  const refused = await seedbed.client.workflow.start('generateDataset', {
    workflowId: 'refused',
    taskQueue: 'seedbed',
    args: ['quickstart'],
  });
  await refused.result().catch(() => undefined);
  save('generateDataset-refused', await record(seedbed, 'refused'));
}

/** A run that waits for people, its first batch, and the same batch reopened for a correction. */
async function recordReviewed(seedbed: TestSeedbed): Promise<void> {
  const run = await seedbed.startRun({ ...recipe, review: { share: 0.5, wait: 'gate' } }, 'reviewed');
  const said = { items: 'all', reviewer: 'ana' };
  let ended = false;
  const mark = (): void => void (ended = true);
  const result = run.result();
  result.then(mark, mark);
  for (let batch = 0; !ended; batch++) {
    const id = batchWorkflowId('reviewed', batch, await tagOf(seedbed, 'reviewed'));
    const handle = seedbed.client.workflow.getHandle(id);
    await eventually(
      `batch ${batch}`,
      async () => ended || (await handle.describe()).status.name === 'RUNNING',
    );
    if (ended) break;
    if (batch === 0) await handle.signal('approve', 'whatever');
    await handle.executeUpdate('submitVerdicts', {
      args: [{ reviewer: 'ana', verdicts: [{ item: 1, verdict: 'reject', reason: 'wrong' }] }],
    });
    for (const signal of ['approve', 'approve']) await handle.signal(signal, said).catch(() => undefined);
    await handle.result();
  }
  await result;
  save('generateDataset-reviewed', await record(seedbed, 'reviewed'));
  save(
    'reviewBatch-completed',
    await record(seedbed, batchWorkflowId('reviewed', 0, await tagOf(seedbed, 'reviewed'))),
  );
}

/** A run whose judge is asked about instructions that may repeat others. */
async function recordCompared(seedbed: TestSeedbed): Promise<void> {
  const tasks = [{ instruction: 'Explain how a bicycle stays upright.', response: 'By steering.' }];
  const values = ['Why does a bicycle not fall over?', 'Name four lakes in Finland with their sizes.'];
  const run = await seedbed.startRun(
    {
      name: 'compared',
      target: 2,
      iteration: { size: 2 },
      seeds: { tasks },
      novelty: { rule: 'sameTask', unsure: 'judge' },
      template: { templates: [{ name: 'given', slots: { task: { values } }, instruction: '{{ task }}' }] },
    },
    'compared',
  );
  await run.result();
  save('runIteration-compared', await recordFirstIteration(seedbed, 'compared'));
}

async function recordFirstIteration(seedbed: TestSeedbed, run: string): Promise<string> {
  return record(seedbed, childId(run, 'iteration-0000', await tagOf(seedbed, run)));
}

/** Waits for the run to be in the store. */
async function tagOf(seedbed: TestSeedbed, run: string): Promise<string> {
  return runTag(await eventually(`${run} to be prepared`, () => seedbed.runKey(run)));
}

async function recordContinued(seedbed: TestSeedbed): Promise<void> {
  const run = await seedbed.startRun({ ...recipe, target: 60 }, 'continued');
  const { runId } = await run.describe();
  await run.result();
  save('generateDataset-continuing', await record(seedbed, 'continued', runId));
  save('generateDataset-continued', await record(seedbed, 'continued'));
}

async function withSeedbed(
  teacher: SimulatedTeacher,
  temporalArguments: readonly string[],
  work: (seedbed: TestSeedbed) => Promise<void>,
): Promise<void> {
  const seedbed = await TestSeedbed.start({
    teacher: teacher.baseUrl,
    temporalArguments,
    endpoint: { concurrency: 8 },
  });
  try {
    await work(seedbed);
  } finally {
    await seedbed.stop();
  }
}

function requests(teacher: SimulatedTeacher, count: number): Promise<unknown> {
  return eventually(`${count} requests`, () => Promise.resolve(teacher.stats().requests >= count));
}

/** Once no shard of a paused run is with a worker. */
function settled(seedbed: TestSeedbed, run: Run): Promise<unknown> {
  return eventually('the run to settle', async () => {
    const { openIterations } = await run.query<Progress, []>('progress');
    for (const iteration of openIterations) {
      const name = `iteration-${String(iteration).padStart(4, '0')}`;
      const id = childId(run.workflowId, name, await tagOf(seedbed, run.workflowId));
      const { raw } = await seedbed.client.workflow.getHandle(id).describe();
      if ((raw.pendingActivities ?? []).length > 0) return false;
    }
    return true;
  });
}

/** A history as JSON, without the names of the machine and the processes that made it. */
async function record(seedbed: TestSeedbed, workflowId: string, runId?: string): Promise<string> {
  const history = await seedbed.client.workflow.getHandle(workflowId, runId).fetchHistory();
  const plain = historyToJSON(history)
    .replace(/\d+@[\w.-]+?(?=-|")/g, 'worker')
    .replaceAll(packageRoot(), '')
    .replaceAll(hostname(), 'machine');
  return `${JSON.stringify(JSON.parse(plain), undefined, 1)}\n`;
}

function save(name: string, history: string): void {
  writeFileSync(join(folder, `${name}.json`), history);
}

void main();
