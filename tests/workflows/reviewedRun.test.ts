import { WorkflowNotFoundError, type WorkflowHandle } from '@temporalio/client';
import { batchWorkflowId } from '../../core/review/batchName';
import { emptyFunnel } from '../../core/vocabulary/funnel';
import type { IterationInput } from '../../core/run/iteration';
import { eventually } from '../support/testSeedbed';
import { dueStage, carried, prepared, WorkflowStage } from './workflowStage';

let stage: WorkflowStage;

beforeAll(async () => {
  stage = await WorkflowStage.open();
}, 180_000);

afterEach(() => {
  stage.activities = {};
});

afterAll(() => stage?.close());

const gate = { ...prepared, reviewsGate: true };
const waiting = { ...emptyFunnel, proposed: 20, awaitingReview: 10, rejected: 10 };

/** Commits that make a batch each, of ten pairs which wait for people. */
const reviewedCommit = ({ iteration }: IterationInput) =>
  Promise.resolve({ iteration, works: 4, funnel: waiting, reviews: [iteration] });

const batchOf = (run: string, batch: number): WorkflowHandle =>
  stage.environment.client.workflow.getHandle(batchWorkflowId(run, batch, prepared.runTag));

/** People approve everything in a batch, as soon as there is one. */
async function approve(run: string, batch: number): Promise<void> {
  await eventually(`batch ${batch} of ${run}`, () =>
    Promise.resolve(stage.calls.includes(`load batch ${batch}`)),
  );
  await batchOf(run, batch).signal('approve', { items: 'all', reviewer: 'ana' });
}

const waitsForPeople = (handle: WorkflowHandle) =>
  eventually('the run to wait for people', async () => {
    const { waitsFor } = await handle.query<{ waitsFor: string }>('progress');
    return waitsFor.startsWith('verdicts in');
  });

const callsLike = (pattern: RegExp): string[] => stage.calls.filter((call) => pattern.test(call));

test('what gathered is handed to people before the run ends, whether or not there is enough of it', async () => {
  stage.activities = {
    prepareRun: () => Promise.resolve({ ...prepared, openIterations: 1 }),
    commitIteration: ({ iteration }) =>
      Promise.resolve({
        ...{
          iteration,
          works: 4,
          funnel: { ...emptyFunnel, proposed: 20, accepted: 10, rejected: 10 },
          reviews: [],
        },
        gathering: { batch: 0, items: iteration + 1 },
      }),
  };
  const handle = await stage.start('gathered');
  expect(await handle.result()).toMatchObject({ state: 'completed', openReviews: [0] });
  expect(callsLike(/^(commit|hand out)/)).toEqual(['commit 0', 'commit 1', 'hand out batch 0']);
  await batchOf('gathered', 0).terminate();
});

describe('a gate', () => {
  test('begins nothing new and does not end until people have decided everything, and goes by what they did', async () => {
    const inputs: IterationInput[] = [];
    stage.activities = {
      prepareRun: () => Promise.resolve({ ...gate, target: 40 }),
      commitIteration: reviewedCommit,
      planIteration: (input) => {
        inputs.push(input);
        return Promise.resolve({ works: 4, due: dueStage('propose', 4) });
      },
    };
    const handle = await stage.start('gated');
    await waitsForPeople(handle);
    expect(callsLike(/^(plan|commit)/)).toEqual(['plan 0', 'plan 1', 'commit 0', 'commit 1']);
    await approve('gated', 1);
    await eventually('one of two batches to count', () =>
      Promise.resolve(stage.calls.includes('apply batch 1 as 1')),
    );
    expect(callsLike(/^plan/)).toHaveLength(2);
    for (const batch of [0, 2, 3]) await approve('gated', batch);
    const summary = await handle.result();
    expect(summary).toMatchObject({
      state: 'completed',
      accepted: 40,
      funnel: { proposed: 80, accepted: 40, awaitingReview: 0, rejected: 40 },
      openReviews: [],
    });
    expect(inputs.map(({ iteration, readThrough, reviewed }) => [iteration, readThrough, reviewed])).toEqual([
      [0, -1, 0],
      [1, -1, 0],
      [2, 1, 2],
      [3, 1, 2],
    ]);
  });

  test('counts no batch while an iteration is under way, so that it does not matter who was faster', async () => {
    let release = (): void => undefined;
    const decided = new Promise<void>((resolve) => (release = resolve));
    stage.activities = {
      prepareRun: () => Promise.resolve(gate),
      commitIteration: reviewedCommit,
      readStage: async ({ input: { iteration }, stage: name }) => {
        if (name === 'respond' && iteration === 1) await decided;
        return undefined;
      },
    };
    const handle = await stage.start('faster');
    await approve('faster', 0);
    await eventually('the first batch to be closed', () =>
      Promise.resolve(stage.calls.includes('close batch 0')),
    );
    release();
    await approve('faster', 1);
    expect(await handle.result()).toMatchObject({ state: 'completed', accepted: 20 });
    expect(callsLike(/^(commit|apply)/)).toEqual([
      'commit 0',
      'commit 1',
      'apply batch 0 as 1',
      'apply batch 1 as 2',
    ]);
  });

  test('fits its filters to what people decided, and goes by a calibration from when somebody accepts it', async () => {
    const inputs: IterationInput[] = [];
    stage.activities = {
      prepareRun: () => Promise.resolve({ ...gate, target: 40, refits: true }),
      commitIteration: reviewedCommit,
      planIteration: (input) => {
        inputs.push(input);
        return Promise.resolve({ works: 4, due: dueStage('propose', 4) });
      },
      acceptCalibration: () => Promise.resolve(3),
    };
    const handle = await stage.start('calibrated');
    await waitsForPeople(handle);
    for (const nonsense of [undefined, 'two', { version: 0, reviewer: 'ana' }, { version: 1 }])
      await handle.signal('acceptCalibration', nonsense);
    await approve('calibrated', 0);
    await eventually('the filters to be fitted', () => Promise.resolve(stage.calls.includes('refit at 1')));
    await handle.signal('acceptCalibration', { version: 1, reviewer: 'ana' });
    await eventually('the calibration to be accepted', () =>
      Promise.resolve(stage.calls.includes('accept calibration 1 by ana')),
    );
    for (const batch of [1, 2, 3]) await approve('calibrated', batch);
    await handle.result();
    expect(callsLike(/^accept/)).toHaveLength(1);
    expect(inputs.slice(2).every(({ reviewed }) => reviewed >= 3)).toBe(true);
  });

  test('that somebody stops does not wait, and leaves its batches to people', async () => {
    stage.activities = { prepareRun: () => Promise.resolve(gate), commitIteration: reviewedCommit };
    const handle = await stage.start('stopped-gate');
    await waitsForPeople(handle);
    await handle.signal('stop');
    expect(await handle.result()).toMatchObject({
      state: 'stopped',
      reason: 'stopped by a person at 0 pairs of 20; people have yet to look at review-0000 and review-0001',
      accepted: 0,
      openReviews: [0, 1],
    });
    stage.activities = { closeBatch: () => Promise.resolve({ runHasEnded: true }) };
    await approve('stopped-gate', 0);
    await batchOf('stopped-gate', 0).result();
    expect(stage.calls).toContain('apply batch 0 as null');
    await batchOf('stopped-gate', 1).terminate();
  });

  test('that continues as new while it waits forgets neither what is open nor what has come', async () => {
    stage.activities = { commitIteration: reviewedCommit };
    const handle = await stage.start('carried-gate', {
      carriedRun: {
        ...carried,
        prepared: gate,
        iterations: 2,
        funnel: { ...waiting, proposed: 40, awaitingReview: 20, rejected: 20 },
        reviews: { made: 2, open: [0, 1], arrived: [1], watermark: 0 },
      },
    });
    await eventually('what had come to count', () =>
      Promise.resolve(stage.calls.includes('apply batch 1 as 1')),
    );
    await handle.signal('reviewed', 0);
    expect(await handle.result()).toMatchObject({ state: 'completed', accepted: 20 });
    expect(callsLike(/^(plan|apply)/)).toEqual(['apply batch 1 as 1', 'apply batch 0 as 2']);
  });
});

describe('in the background', () => {
  test('a run goes on and ends without people, and says what they have yet to look at', async () => {
    stage.activities = {
      commitIteration: ({ iteration }) =>
        Promise.resolve({
          iteration,
          works: 4,
          funnel: { ...emptyFunnel, proposed: 20, accepted: 10, rejected: 10 },
          reviews: [iteration],
        }),
    };
    const handle = await stage.start('background');
    expect(await handle.result()).toMatchObject({
      state: 'completed',
      reason: '20 pairs of 20 accepted; people have yet to look at review-0000 and review-0001',
      openReviews: [0, 1],
    });
    for (const batch of [0, 1]) await batchOf('background', batch).terminate();
  });

  test('what people decline while it runs is made up for', async () => {
    let release = (): void => undefined;
    const declined = new Promise<void>((resolve) => (release = resolve));
    stage.activities = {
      commitIteration: ({ iteration }) =>
        Promise.resolve({
          iteration,
          works: 4,
          funnel: { ...emptyFunnel, proposed: 20, accepted: 10, rejected: 10 },
          reviews: iteration === 0 ? [0] : [],
        }),
      readStage: async ({ input: { iteration }, stage: name }) => {
        if (name === 'respond' && iteration === 1) await declined;
        return undefined;
      },
      applyReview: () => {
        release();
        return Promise.resolve({ watermark: 1, funnel: { ...emptyFunnel, accepted: -10, declined: 10 } });
      },
    };
    const handle = await stage.start('made-up');
    await approve('made-up', 0);
    const { accepted, funnel } = await handle.result();
    expect(funnel).toMatchObject({ accepted, declined: 10 });
    expect(accepted).toBeGreaterThanOrEqual(20);
  });

  test('what is no batch of the run, or has come before, is harmless', async () => {
    stage.activities = {
      commitIteration: ({ iteration }) =>
        Promise.resolve({
          iteration,
          works: 4,
          funnel: { ...emptyFunnel, proposed: 20, accepted: 10, rejected: 10 },
          reviews: iteration === 0 ? [0] : [],
        }),
      applyReview: ({ watermark }) =>
        Promise.resolve({ watermark: Math.min(1, watermark ?? 1), funnel: emptyFunnel }),
      askStage: async ({ input, stage: name }) => {
        if (name === 'respond' && input.iteration === 1)
          await eventually('the batch to count', () =>
            Promise.resolve(stage.calls.includes('apply batch 0 as 1')),
          );
        return { answered: 1, sent: 1 };
      },
    };
    const handle = await stage.start('harmless');
    for (const sent of [7, -1, 'all', null, { batch: 0 }]) await handle.signal('reviewed', sent);
    await approve('harmless', 0);
    await handle.signal('reviewed', 0).catch((error: unknown) => {
      if (!(error instanceof WorkflowNotFoundError)) throw error; // it has ended already
    });
    expect(await handle.result()).toMatchObject({ state: 'completed', accepted: 20, openReviews: [] });
    expect(callsLike(/^apply batch [^0]/)).toEqual([]);
  });
});
