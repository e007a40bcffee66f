import { ApplicationFailure } from '@temporalio/common';
import { batchWorkflowId } from '../../core/review/batchName';
import { emptyFunnel } from '../../core/vocabulary/funnel';
import { carried, prepared, WorkflowStage } from './workflowStage';

let stage: WorkflowStage;

beforeAll(async () => {
  stage = await WorkflowStage.open();
}, 180_000);

afterEach(() => {
  stage.activities = {};
});

afterAll(() => stage?.close());

const iteration = (number: number) => ({
  ...{
    runKey: prepared.runKey,
    iteration: number,
    readThrough: number - 1,
    size: 20,
    measures: 0,
    reviewed: 0,
  },
});
/** Twenty pairs after two iterations, of forty; one more was planned. */
const left = {
  ...carried,
  prepared: { ...prepared, target: 40, openIterations: 1 },
  open: [iteration(2)],
  iterations: 2,
  funnel: { ...emptyFunnel, proposed: 40, accepted: 20, rejected: 20 },
};

test('a run that is extended finishes what it had begun, and goes on from there to its new target', async () => {
  stage.activities = { extendRun: () => Promise.resolve(left) };
  const handle = await stage.start('extended', { input: { extend: 'extended', target: 40 } });
  expect(await handle.result()).toMatchObject({
    ...{ state: 'completed', accepted: 40, target: 40, runKey: prepared.runKey },
    funnel: { proposed: 80, accepted: 40 },
  });
  expect(stage.calls.filter((call) => /^(prepare|extend|plan|commit|export)/.test(call))).toEqual([
    ...['extend extended', 'plan 2', 'commit 2', 'plan 3', 'commit 3', 'export'],
  ]);
});

test('a batch of before that is done while its run is opened again counts; one that nobody was given is given to people', async () => {
  const reviews = { made: 3, open: [1, 2], arrived: [], watermark: 4 };
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => (open = resolve));
  stage.activities = {
    extendRun: async () => {
      await opened;
      return { ...left, open: [], prepared: { ...left.prepared, target: 30 }, reviews };
    },
  };
  const handle = await stage.start('reviewed', { input: { extend: 'reviewed', target: 30 } });
  for (const batch of [2, 7, 'none']) await handle.signal('reviewed', batch); // the last two are none of this run's
  open();
  await handle.result();
  expect(stage.calls).toContain('load batch 1');
  expect(stage.calls).not.toContain('load batch 2');
  expect(stage.calls.filter((call) => call.startsWith('apply'))).toEqual(['apply batch 2 as 5']);
  const given = stage.environment.client.workflow.getHandle(batchWorkflowId('reviewed', 1, prepared.runTag));
  await given.terminate();
});

test('what is refused fails the run with its sentence, and the store is told nothing of it', async () => {
  const problem = 'Run garden has 20 pairs of 20: say how many it is to have in all, more than 20.';
  stage.activities = {
    extendRun: () => Promise.reject(ApplicationFailure.nonRetryable(problem, 'InvalidInput')),
  };
  const handle = await stage.start('refused', { input: { extend: 'garden' } });
  const error = await handle.result().catch((thrown: unknown) => thrown);
  expect((error as Error).cause).toMatchObject({ message: problem, type: 'InvalidInput' });
  expect(stage.notes).toEqual([]);
});
