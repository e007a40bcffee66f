import type { Client } from '@temporalio/client';
import { WorkflowNotFoundError } from '@temporalio/common';
import type { Database } from '../../adapters/store/database';
import { Holder } from '../../adapters/store/holder';
import { TroubleStore } from '../../adapters/store/troubleStore';
import { Troubles, type Trouble } from '../../core/foundations/failure/troubles';
import { reportTroubles } from '../../workers/reportTroubles';
import { openTestStore, type TestStore } from '../support/testStore';
import { eventually } from '../support/testSeedbed';

let postgres: TestStore;
let database: Database;
let holder: Holder;

beforeAll(async () => {
  postgres = await openTestStore(4);
  database = postgres.database;
  holder = new Holder(database, 'a test');
  await holder.start();
}, 120_000);

afterAll(async () => {
  await holder?.stop();
  await postgres?.stop();
});

const address = { runKey: 'a/run@1', what: 'endpoint "openai"', part: 'm' };
/** A failure that has lasted for a minute. */
const lasting = (troubles: Troubles): void => {
  const now = Date.now();
  troubles.failed(address, { message: 'over its rate', now, since: now - 60_000 });
};

/** What a run was told, oldest first; `answer` is what Temporal does about it. */
function reporting(troubles: Troubles, answer: () => Promise<void> = () => Promise.resolve()) {
  const told: { workflowId: string; signal: string; troubles: readonly Trouble[] }[] = [];
  const errors: unknown[] = [];
  const end = new AbortController();
  const client = {
    workflow: {
      getHandle: (workflowId: string) => ({
        signal: (signal: string, { troubles: shown }: { troubles: readonly Trouble[] }) => {
          told.push({ workflowId, signal, troubles: shown });
          return answer();
        },
      }),
    },
  } as unknown as Client;
  const store = new TroubleStore(database);
  const onError = (error: unknown) => void errors.push(error);
  const report = { troubles, store, client, holder: holder.id, onError };
  const ended = reportTroubles(report, end.signal);
  return { told, errors, store, close: () => (end.abort(), ended) };
}

test('what is away is told to the store and the run, and so is that it is over', async () => {
  const troubles = new Troubles();
  lasting(troubles);
  const { told, store, close } = reporting(troubles);
  await eventually('the store to know', async () => (await store.ofRun(address.runKey)).length === 1);
  expect(await store.ofRun(address.runKey)).toMatchObject([
    { what: 'endpoint "openai"', message: 'over its rate', times: 1 },
  ]);
  expect(told).toMatchObject([{ workflowId: 'a/run', signal: 'troubles', troubles: [{ times: 1 }] }]);
  troubles.over(address);
  await eventually('the store to forget', async () => (await store.ofRun(address.runKey)).length === 0);
  expect(told).toMatchObject([{}, { workflowId: 'a/run', troubles: [] }]);
  await close();
}, 20_000);

test('what failed last is known when it is over, over restarts of the worker, and is counted anew when it fails again', async () => {
  const endpoint = { ...address, runKey: 'last@1', isRemembered: true };
  const store = new TroubleStore(database);
  const seen = async (tell: (troubles: Troubles) => void) => {
    const troubles = new Troubles(); // as a process that was started again
    tell(troubles);
    await store.note(troubles.takeNotes());
    return (await store.lastOfRun('last@1'))[0];
  };
  const failed = (message: string) => (troubles: Troubles) => {
    troubles.failed(endpoint, { message, now: Date.now() });
    troubles.failed(endpoint, { message, now: Date.now() });
  };
  const first = await seen(failed('away'));
  expect(first).toMatchObject({ what: 'endpoint "openai"', model: 'm', times: 2, overAt: null });
  expect(await seen(failed('still away'))).toMatchObject({
    message: 'still away',
    times: 4,
    since: first?.since,
  });
  const over = await seen((troubles) => troubles.over(endpoint));
  expect(over).toMatchObject({ times: 4, overAt: expect.stringMatching(/^\d{4}-/) as string });
  expect(await seen(failed('away again'))).toMatchObject({ times: 2, overAt: null });
});

test('a run that has ended is not told for ever', async () => {
  const troubles = new Troubles();
  lasting(troubles);
  const { told, errors, store, close } = reporting(troubles, () =>
    Promise.reject(new WorkflowNotFoundError('gone', 'a/run', undefined)),
  );
  await eventually('the store to know', async () => (await store.ofRun(address.runKey)).length === 1);
  troubles.over(address);
  await eventually('the store to forget', async () => (await store.ofRun(address.runKey)).length === 0);
  expect([told.length, errors]).toEqual([2, []]);
  await close();
}, 20_000);

test('what could not be told is told when Temporal is back', async () => {
  const troubles = new Troubles();
  lasting(troubles);
  let isAway = true;
  const { told, errors, close } = reporting(troubles, () =>
    isAway ? Promise.reject(new Error('unavailable')) : Promise.resolve(),
  );
  await eventually('it to be tried', () => Promise.resolve(errors.length === 1));
  isAway = false;
  await eventually('it to be told', () => Promise.resolve(told.length === 2));
  await close();
}, 20_000);

test('what a worker saw that has died is of no interest', async () => {
  const dead = new Holder(database, 'dead');
  await dead.start();
  const store = new TroubleStore(database);
  const at = new Date().toISOString();
  const trouble = { what: 'x', message: 'y', times: 3, since: at, lastAt: at };
  await store.replace(dead.id, new Map([['b@1', [trouble]]]));
  expect(await store.ofRun('b@1')).toEqual([trouble]);
  await dead.stop();
  expect(await store.ofRun('b@1')).toEqual([]);
});
