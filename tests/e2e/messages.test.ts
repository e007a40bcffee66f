import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { CancelledFailure, WorkflowFailedError, type WorkflowHandle } from '@temporalio/client';
import { temporal } from '@temporalio/proto';
import { assertBalanced, type Funnel } from '../../core/vocabulary/funnel';
import type { RecipeInput } from '../../core/run/recipeSchema';
import { childId } from '../../core/vocabulary/childId';
import { runTag } from '../../core/vocabulary/runTag';
import type { generateDataset } from '../../workflows/generateDataset';
import type { Progress } from '../../workflows/messages';
import { startSimulatedTeacher, type SimulatedTeacher } from '../support/simulatedTeacher';
import { testRecipe } from '../support/testRecipe';
import { eventually, TestSeedbed } from '../support/testSeedbed';

type Run = WorkflowHandle<typeof generateDataset>;

let teacher: SimulatedTeacher;
let seedbed: TestSeedbed;
/** The dataset of a run that nobody disturbed. */
let undisturbed: string;

const recipe: RecipeInput = testRecipe({ name: 'messages', target: 30, iteration: { size: 20 } });

beforeAll(async () => {
  teacher = await startSimulatedTeacher({ logSize: 10_000 });
  seedbed = await TestSeedbed.start({ teacher: teacher.baseUrl, endpoint: { concurrency: 8 } });
  await (await seedbed.startRun(recipe, 'undisturbed')).result();
  undisturbed = await seedbed.dataset('undisturbed');
  teacher.configure({ latency: { meanSeconds: 0.15 } });
}, 180_000);

beforeEach(() => teacher.reset());

afterAll(async () => {
  await seedbed?.stop();
  await teacher?.close();
});

const requests = (count: number): Promise<unknown> =>
  eventually(`${count} requests`, () => Promise.resolve(teacher.stats().requests >= count));

/** Once nothing of a run is in flight: not at the teacher, and no shard with a worker. */
function settled(run: Run): Promise<unknown> {
  return eventually('the run to settle', async () => {
    return teacher.stats().inFlight === 0 && (await pendingActivities(run)).length === 0;
  });
}

const cancelRequested = temporal.api.enums.v1.PendingActivityState.PENDING_ACTIVITY_STATE_CANCEL_REQUESTED;

/** The activities of a run's open iterations that are with a worker, or wait for one. */
async function pendingActivities(run: Run): Promise<temporal.api.workflow.v1.IPendingActivityInfo[]> {
  const { openIterations } = await run.query<Progress, []>('progress');
  const tag = runTag(await seedbed.runKey(run.workflowId));
  const iterations = openIterations.map((iteration) =>
    childId(run.workflowId, `iteration-${String(iteration).padStart(4, '0')}`, tag),
  );
  const open = await Promise.all(iterations.map((id) => seedbed.client.workflow.getHandle(id).describe()));
  return open.flatMap(({ raw }) => raw.pendingActivities ?? []);
}

async function expectUndisturbed(run: Run): Promise<void> {
  expect(await run.result()).toMatchObject({ state: 'completed' });
  expect(await seedbed.dataset(run.workflowId)).toBe(undisturbed);
  expect(teacher.stats().repeatedAfterAnswer).toBe(0);
}

describe('pause', () => {
  test('lets what is in flight settle and asks nothing more, whatever restarts, until resume; the dataset is that of an undisturbed run', async () => {
    const run = await seedbed.startRun(recipe, 'paused');
    await requests(30);
    await run.signal('pause');
    await settled(run);
    const { requests: asked, answered, givenUp } = teacher.stats();
    expect([answered, givenUp]).toEqual([asked, 0]);
    expect(await seedbed.status('paused')).toMatchObject({ state: 'paused', detail: 'paused by a person' });

    await seedbed.kill9('worker');
    const progress = await run.query<Progress, []>('progress'); // the new worker answers
    expect(progress).toMatchObject({ stage: 'paused', waitsFor: 'paused by a person', target: 30 });
    assertBalanced(await run.query<Funnel, []>('funnel'), 'the paused run');
    expect(teacher.stats().requests).toBe(asked);

    await run.signal('resume');
    await expectUndisturbed(run);
  }, 120_000);

  test('is not undone by the death of the worker that was to heed it', async () => {
    const run = await seedbed.startRun(recipe, 'worker-dies');
    await requests(30);
    await run.signal('pause');
    await eventually('a shard to be broken off', async () =>
      (await pendingActivities(run)).some(({ state }) => state === cancelRequested),
    );
    await seedbed.kill9('worker'); // before it heard of it: Temporal does not retry what was cancelled
    await settled(run);
    expect(await seedbed.status('worker-dies')).toMatchObject({ state: 'paused' });
    await run.signal('resume');
    expect(await run.result()).toMatchObject({ state: 'completed' });
    expect(await seedbed.dataset('worker-dies')).toBe(undisturbed);
  }, 120_000);

  test('is noted by the next worker within seconds, where the one that was to note it died in the middle', async () => {
    const run = await seedbed.startRun(recipe, 'noting-dies');
    await requests(1);
    const runKey = await seedbed.runKey('noting-dies');
    const noting = async (attempt: number): Promise<boolean> => {
      const { raw } = await run.describe();
      return (raw.pendingActivities ?? []).some(
        (pending) => pending.activityType?.name === 'noteRun' && (pending.attempt ?? 0) >= attempt,
      );
    };
    await seedbed.database.transaction(async (holding) => {
      await holding.query('select from runs where run_key = $1 for update', [runKey]);
      await run.signal('pause');
      await eventually('the pause to be noted', () => noting(1));
      await seedbed.kill9('worker');
      await eventually('the next worker to note it', async () => {
        await holding.query('select'); // a transaction that is silent for long is ended
        return noting(2);
      });
    });
    await run.signal('resume');
    expect(await run.result()).toMatchObject({ state: 'completed' });
    expect(await seedbed.dataset('noting-dies')).toBe(undisturbed);
  }, 120_000);
});

describe('a teacher that needs somebody', () => {
  test.each([
    [
      'refuses the key',
      'unauthorized',
      /wants a key and got none \(HTTP 401.*Name the environment variable that holds it as the endpoint's apiKeyEnv/,
    ],
    [
      'says that the credit is used up',
      'quotaExhausted',
      /credit is used up \(HTTP 429.*Add credit or raise the limit with the provider, then resume the run/,
    ],
  ])(
    'and %s pauses the run with words that say what to mend; mended and resumed, it completes',
    async (_, behaviour, words) => {
      const run = await seedbed.startRun(recipe, behaviour);
      await requests(30);
      teacher.configure({ [behaviour]: true });
      try {
        const { detail } = await eventually('the run to pause', async () => {
          const status = await seedbed.status(behaviour);
          return status.state === 'paused' && status;
        });
        expect(detail).toMatch(words);
        await settled(run);
        expect(await run.query<Progress, []>('progress')).toMatchObject({
          stage: 'paused',
          waitsFor: detail,
        });
      } finally {
        teacher.configure({ [behaviour]: false });
      }
      const { requests: asked } = teacher.stats();
      await run.signal('resume');
      await requests(asked + 1);
      await expectUndisturbed(run);
    },
    120_000,
  );
});

describe('stop', () => {
  test('finishes what is in flight, writes the dataset, and accounts for every candidate', async () => {
    const run = await seedbed.startRun({ ...recipe, target: 500, iteration: { size: 60 } }, 'stopped');
    await eventually('responses to be under way', () =>
      Promise.resolve((teacher.stats().byTask.respond ?? 0) > 20),
    );
    await run.signal('stop');
    const summary = await run.result();
    const { givenUp, requests: asked } = teacher.stats();

    expect(summary).toMatchObject({
      state: 'stopped',
      reason: `stopped by a person at ${summary.accepted} pairs of 500`,
    });
    assertBalanced(summary.funnel, 'the run');
    expect(summary.funnel.accepted).toBeGreaterThan(0);
    expect(summary.funnel.abandoned).toBeGreaterThan(0);
    expect(summary.funnel.open).toBe(0);
    expect(await seedbed.status('stopped')).toMatchObject({
      state: 'stopped',
      detail: summary.reason,
      funnel: summary.funnel,
    });
    const lines = (await readFile(path.join(seedbed.workspace, summary.dataset), 'utf8')).trim().split('\n');
    expect(lines).toHaveLength(summary.accepted);
    expect([givenUp, teacher.stats().requests]).toEqual([0, asked]);
  }, 120_000);
});

describe('lists in Temporal', () => {
  test('find a run by what it is at, also between its commits and after its end', async () => {
    const run = await seedbed.startRun(recipe, 'listed');
    const isListedAs = (stage: string): Promise<unknown> =>
      eventually(`the run to be listed as ${stage}`, async () => {
        const query = `SeedbedRun = "listed" and SeedbedStage = "${stage}"`;
        for await (const _ of seedbed.client.workflow.list({ query })) return true;
        return false;
      });
    await isListedAs('running');
    await run.signal('pause');
    await isListedAs('paused');
    await run.signal('resume');
    await isListedAs('running');
    await expectUndisturbed(run);
    await isListedAs('completed');
  }, 120_000);
});

describe('cancel', () => {
  test('ends the run as soon as what is in flight is stored, and leaves no candidate open', async () => {
    const run = await seedbed.startRun({ ...recipe, target: 500 }, 'cancelled');
    await requests(30);
    await run.cancel();
    const error = await run.result().catch((thrown: unknown) => thrown);
    expect(error instanceof WorkflowFailedError && error.cause).toBeInstanceOf(CancelledFailure);
    const status = await seedbed.status('cancelled');
    expect(status).toMatchObject({
      state: 'cancelled',
      detail: 'cancelled by a person',
      funnel: { open: 0 },
    });
    assertBalanced(status.funnel, 'the run');
    const { answered, requests: asked, givenUp } = teacher.stats();
    expect([answered, givenUp]).toEqual([asked, 0]);
    expect(status.teacher.answered).toBe(answered);
  }, 120_000);
});
