import { createHash } from 'node:crypto';
import type { WorkflowHandle } from '@temporalio/client';
import { CandidateStore } from '../../adapters/store/candidateStore';
import type { RunSummary } from '../../workflows/datasetRun';
import type { generateDataset } from '../../workflows/generateDataset';
import { childId } from '../../core/vocabulary/childId';
import { runTag } from '../../core/vocabulary/runTag';
import type { Progress } from '../../workflows/messages';
import { startSimulatedTeacher, type SimulatedTeacher } from '../support/simulatedTeacher';
import { loginPage, SpoilingProxy } from '../support/spoilingProxy';
import { testRecipe } from '../support/testRecipe';
import { eventually, TestSeedbed } from '../support/testSeedbed';

let teacher: SimulatedTeacher;
let proxy: SpoilingProxy;
let seedbed: TestSeedbed;

beforeAll(async () => {
  teacher = await startSimulatedTeacher({ logSize: 10_000 });
  proxy = await SpoilingProxy.start(teacher.baseUrl);
  seedbed = await TestSeedbed.start({ teacher: proxy.baseUrl, endpoint: { concurrency: 16 } });
}, 180_000);

beforeEach(() => {
  proxy.arrivals.length = 0;
  proxy.spoil = () => undefined;
});

afterAll(async () => {
  await seedbed?.stop();
  await proxy?.close();
  await teacher?.close();
});

const recipe = testRecipe({ name: 'unusable', target: 30, iteration: { size: 20 } });
const paused = (run: string): Promise<unknown> =>
  eventually(`${run} to pause`, async () => (await seedbed.status(run)).state === 'paused', 30_000);

/** What a run came to; one that pauses on the way never comes to anything. */
async function resultOf(run: WorkflowHandle<typeof generateDataset>): Promise<RunSummary> {
  let pausedFor = '';
  await eventually('the run to end', async () => {
    const { state, detail } = await seedbed.status(run.workflowId);
    if (state === 'paused' && !detail.includes('paused by')) pausedFor = detail;
    return pausedFor !== '' || (await run.describe()).status.name !== 'RUNNING';
  });
  if (pausedFor !== '') throw new Error(`It paused: ${pausedFor}`);
  return run.result();
}

/** As a person does: when all that was under way has come to its end. */
async function resume(run: WorkflowHandle<typeof generateDataset>): Promise<void> {
  const tag = runTag(await seedbed.runKey(run.workflowId));
  await eventually('what is under way to end', async () => {
    const { openIterations } = await run.query<Progress, []>('progress');
    const open = await Promise.all(
      openIterations.map((iteration) =>
        seedbed.client.workflow
          .getHandle(childId(run.workflowId, `iteration-${String(iteration).padStart(4, '0')}`, tag))
          .describe(),
      ),
    );
    return open.every(({ raw }) => (raw.pendingActivities ?? []).length === 0);
  });
  await run.signal('resume');
  await eventually('it to go on', async () => (await seedbed.status(run.workflowId)).state !== 'paused');
}

/** Drawn by what is asked, and so the same however often. */
const isOneOf = (call: string, share: number): boolean =>
  createHash('sha256').update(call).digest().readUInt32BE(0) % share === 0;

test('an endpoint that is a login page pauses the run within ten requests, saying what came and what to look at; mended and resumed, the run ends as an undisturbed one', async () => {
  await resultOf(await seedbed.startRun(recipe, 'undisturbed'));
  const undisturbed = await seedbed.dataset('undisturbed');
  proxy.arrivals.length = 0;
  teacher.reset();

  proxy.spoil = () => loginPage;
  const run = await seedbed.startRun(recipe, 'login');
  await paused('login');
  expect(proxy.arrivals.length).toBeLessThanOrEqual(10);
  expect(Math.max(...proxy.times.values())).toBeLessThanOrEqual(3);
  const status = await seedbed.status('login');
  expect(status.cause).toMatchObject({ by: 'needsMending' });
  for (const part of [
    'Endpoint "simulated"',
    'model "simulated"',
    'times in a row',
    '<!doctype html><html><head><title>Sign in to continue',
    '/v1',
    'seedbed endpoints check simulated',
    'resume',
  ])
    expect(status.detail).toContain(part);
  const [last] = await eventually('what failed last', async () => {
    const { lastFailures } = await seedbed.status('login');
    return lastFailures.length > 0 && lastFailures;
  });
  expect(last).toMatchObject({ what: 'endpoint "simulated"', model: 'simulated', overAt: null });
  expect(last?.times).toBeGreaterThanOrEqual(3);

  const before = proxy.arrivals.length;
  await run.signal('resume'); // not mended yet: it is found out anew
  await eventually('it to be tried again', () => Promise.resolve(proxy.arrivals.length > before));
  await paused('login');
  expect(proxy.arrivals.length - before).toBeLessThanOrEqual(10);

  proxy.spoil = () => undefined;
  await resume(run);
  expect(await resultOf(run)).toMatchObject({ state: 'completed' });
  expect(await seedbed.dataset('login')).toBe(undisturbed);
  expect(teacher.stats().repeatedAfterAnswer).toBe(0);
  expect((await seedbed.status('login')).lastFailures).toMatchObject([
    { what: 'endpoint "simulated"', overAt: expect.stringMatching(/^\d{4}-/) as string },
  ]);
}, 180_000);

test('of an endpoint that gives no answer to one of eight requests, these are bought three times each and set aside with what came', async () => {
  proxy.spoil = ({ call }) => (isOneOf(call, 8) ? loginPage : undefined);
  const run = await seedbed.startRun(recipe, 'eighth');
  expect(await resultOf(run)).toMatchObject({ state: 'completed' });
  const spoiled = [...proxy.times].filter(([call]) => isOneOf(call, 8));
  expect(spoiled.length).toBeGreaterThan(0);
  expect(new Set(spoiled.map(([, times]) => times))).toEqual(new Set([3]));
  const candidates = await new CandidateStore(seedbed.database).all(await seedbed.runKey('eighth'));
  const quarantined = candidates.filter(({ state }) => state === 'quarantined');
  const unusable = quarantined.filter(({ reason }) => reason?.includes('no usable answer'));
  expect(unusable.length).toBeGreaterThan(0);
  for (const { reason, raw } of unusable) {
    expect(reason).toMatch(
      /3 times out of 3\. The last one was not understood \(a web page .*\); it begins: <!doctype html>/,
    );
    expect(raw).toBe(loginPage);
  }
  expect((await seedbed.status('eighth')).funnel.quarantined).toBe(quarantined.length);
}, 180_000);

test('an answer that is usable the second time costs no candidate', async () => {
  proxy.spoil = ({ call, time }) => (time === 1 && isOneOf(call, 4) ? loginPage : undefined);
  await resultOf(await seedbed.startRun(recipe, 'second'));
  proxy.spoil = () => undefined;
  await resultOf(await seedbed.startRun(recipe, 'first'));
  expect(await seedbed.dataset('second')).toBe(await seedbed.dataset('first'));
}, 180_000);

test('an endpoint that turns into a login page in mid-run pauses the run before any candidate is lost', async () => {
  proxy.spoil = () => (proxy.arrivals.length > 30 ? loginPage : undefined);
  const run = await seedbed.startRun(recipe, 'turned');
  await paused('turned');
  expect((await seedbed.status('turned')).detail).toMatch(
    /no answer in \d+ of the last \d+ responses.*Sign in/,
  );
  proxy.spoil = () => undefined;
  await resume(run);
  expect(await resultOf(run)).toMatchObject({ state: 'completed' });
  expect(await seedbed.dataset('turned')).toBe(await seedbed.dataset('undisturbed'));
}, 180_000);

test('a failure from the start on is told of within seconds', async () => {
  teacher.configure({ faults: { serverErrors: 1 } });
  const run = await seedbed.startRun(recipe, 'told');
  const [trouble] = await eventually(
    'the failure to be told of',
    async () => {
      const { troubles } = await seedbed.status('told');
      return troubles.length > 0 && troubles;
    },
    15_000,
  );
  expect(trouble).toMatchObject({
    what: 'endpoint "simulated"',
    message: expect.stringMatching(/HTTP 50\d/) as string,
  });
  teacher.configure({ faults: { serverErrors: 0 } });
  await run.cancel();
  await run.result().catch(() => undefined); // cancelled
}, 60_000);
