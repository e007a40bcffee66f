import type { WorkflowHandle } from '@temporalio/client';
import { KnownFailure, type Failure } from '../../core/foundations/failure/failure';
import type { Progress } from '../../workflows/messages';
import { eventually } from '../support/testSeedbed';
import { dueStage, prepared, WorkflowStage } from './workflowStage';

let stage: WorkflowStage;

beforeAll(async () => {
  stage = await WorkflowStage.open();
}, 180_000);

afterEach(() => {
  stage.activities = {};
});

afterAll(() => stage?.close());

class NoRoom extends KnownFailure {
  get means(): Failure {
    return { kind: 'needsMending', about: 'budget', message: 'There is no room.' };
  }
}

/** One shard at a time: another one's failure could come after the run is resumed, and pause it anew. */
const oneShard: WorkflowStage['activities'] = {
  prepareRun: () => Promise.resolve({ ...prepared, openIterations: 1 }),
  planIteration: () => Promise.resolve({ works: 1, due: dueStage('propose', 1) }),
};

const budget = { usd: 1, warnAt: 0.8 };
const at = (handle: WorkflowHandle): Promise<Progress> => handle.query<Progress>('progress');
const refusal = async (handle: WorkflowHandle, update: string, payload: unknown): Promise<string> => {
  const error: unknown = await handle
    .executeUpdate(update, { args: [payload] })
    .catch((thrown: unknown) => thrown);
  return error instanceof Error ? ((error.cause as Error | undefined)?.message ?? error.message) : 'none';
};

test('a run whose budget has no room pauses for that, and goes on when it is raised', async () => {
  let isRaised = false;
  stage.activities = {
    ...oneShard,
    prepareRun: () => Promise.resolve({ ...prepared, openIterations: 1, budget }),
    askStage: ({ from, to }) =>
      isRaised ? Promise.resolve({ answered: to - from, sent: to - from }) : Promise.reject(new NoRoom()),
    raiseBudget: () => {
      isRaised = true;
      return Promise.resolve([
        { of: 'run', unit: 'usd', limit: 5, spent: 1, reserved: 0, perhaps: 0, left: 4, isLow: false },
      ]);
    },
  };
  const handle = await stage.start('raised');
  await eventually('the run to pause', async () => (await at(handle)).stage === 'paused');
  expect((await at(handle)).waitsFor).toBe('There is no room.');
  await eventually('that to be noted', () =>
    Promise.resolve(stage.notes.some(({ cause }) => cause?.about === 'budget')),
  );
  expect(await refusal(handle, 'raiseBudget', { usd: 0.5 })).toMatch(/has a limit of 1 dollars already/);
  expect(await refusal(handle, 'raiseBudget', { usd: 'five' })).toMatch(/"usd" is the text "five"/);
  expect(stage.calls.filter((call) => call.startsWith('raise'))).toEqual([]);

  await handle.executeUpdate('raiseBudget', { args: [{ usd: 5 }] });
  expect((await at(handle)).budget).toMatchObject([{ limit: 5, left: 4 }]);
  expect(await refusal(handle, 'raiseBudget', { usd: 5 })).toMatch(/has a limit of 5 dollars already/);
  expect(await handle.result()).toMatchObject({ state: 'completed' });
}, 60_000);

test('a target that is changed is where the run ends, and a rate is set for what it asks', async () => {
  stage.activities = {
    ...oneShard,
    askStage: () => Promise.reject(new NoRoom()),
  };
  const handle = await stage.start('changed');
  await eventually('the run to pause', async () => (await at(handle)).stage === 'paused');
  expect(await refusal(handle, 'changeTarget', { pairs: -1 })).toMatch(/"pairs" is -1/);
  expect(await handle.executeUpdate('changeTarget', { args: [{ pairs: 2 }] })).toEqual({ target: 2 });
  expect((await at(handle)).target).toBe(2);
  expect(await refusal(handle, 'setRate', { requestsPerMinute: 0 })).toMatch(/"requestsPerMinute" is 0/);
  expect(await handle.executeUpdate('setRate', { args: [{ requestsPerMinute: 30 }] })).toEqual({
    endpoints: ['fake'],
  });
  stage.activities = {};
  await handle.signal('resume');
  expect(await handle.result()).toMatchObject({ state: 'completed', target: 2 });
}, 60_000);
