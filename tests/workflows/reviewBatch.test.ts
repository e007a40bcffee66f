import { WorkflowUpdateFailedError } from '@temporalio/client';
import type { BatchView, HeldItems, SubmitOutcome, SubmitVerdicts } from '../../core/review/batch';
import type { Verdict } from '../../core/vocabulary/verdict';
import { runQueue } from '../../core/run/queues';
import { runKeyOf } from '../../core/vocabulary/runKey';
import { malformedSignals, malformedSubmissions } from '../core/review/malformedMessages';
import { eventually } from '../support/testSeedbed';
import { itemsOf, ReviewStage, usualPolicy, type BatchHandle } from './reviewStage';

let stage: ReviewStage;

beforeAll(async () => {
  stage = await ReviewStage.open();
}, 180_000);

afterAll(() => stage?.close());

const day = 86_400_000;

const submit = (batch: BatchHandle, reviewer: string, verdicts: SubmitVerdicts['verdicts']) =>
  batch.executeUpdate<SubmitOutcome, [SubmitVerdicts]>('submitVerdicts', { args: [{ reviewer, verdicts }] });

/** As the desk does: an update that is not answered in time is sent again. */
const submitWithin = (ms: number, batch: BatchHandle, ...given: [string, SubmitVerdicts['verdicts']]) =>
  stage.environment.client.withDeadline(Date.now() + ms, () => submit(batch, ...given));

const view = (batch: BatchHandle) => batch.query<BatchView>('pending');

/** Not `terminate`: after one, the time-skipping server skips no more time. */
async function finish(batch: BatchHandle): Promise<void> {
  await batch.signal('finish');
  await batch.result();
}

/** Sent until it is taken: an execution that is just continuing as new turns updates away. */
async function insisting<Result>(send: () => Promise<Result>): Promise<Result> {
  return eventually('an update to be taken', async () => ({ result: await send() })).then(
    ({ result }) => result,
  );
}

const sizeOf = (payload: unknown): number => JSON.stringify(payload ?? null).length;

/** Each verdict once, by address and revision. */
function expectOnce(verdicts: readonly Verdict[]): void {
  const addresses = verdicts.map(({ item, reviewer, revision }) => `${item} ${reviewer} ${revision}`);
  expect(new Set(addresses).size).toBe(addresses.length);
}

async function inTurn<Item>(items: readonly Item[], atOnce: number, send: (item: Item) => Promise<unknown>) {
  const waiting = [...items];
  const worker = async () => {
    for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) await send(item);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}

/** Items of the batch that is told everything at once: as many as a batch has with `npm run test:long`. */
const many = process.env['SEEDBED_LONG'] === undefined ? 150 : 500;

describe('a batch', () => {
  test('waits 30 days across restarts of its worker and continuing as new, and loses no verdict', async () => {
    const store = stage.renew({ items: itemsOf(60, 2), policy: { webhook: 'team' } });
    await stage.restartWorker({ cached: false });
    const batch = await stage.start('thirty-days');
    const { runId: first } = await batch.describe();
    for (let week = 0; week < 6; week++) {
      await stage.environment.sleep('5 days');
      const items = itemsOf(60).slice(week * 10, week * 10 + 10);
      await submit(batch, 'ana', items.map(({ item }) => ({ item, verdict: 'approve', revision: 1 }))); // prettier-ignore
      for (const { item } of items)
        await batch.signal('reject', { items: [item], reviewer: 'bob', reason: 'wrong' });
      // Once, others keep asking the same meanwhile: enough of it, and the batch continues as new.
      const again = () => batch.signal('approve', { items: [1], reviewer: 'ana' });
      const meanwhile = () => inTurn(week === 2 ? itemsOf(1_200) : [], 20, again);
      await stage.restartWorker({ cached: false, meanwhile });
    }
    const { approved, items } = await batch.result();
    expect([approved, items]).toEqual([60, 60]);
    expect((await batch.describe()).runId).not.toBe(first);
    expect(store.verdicts).toHaveLength(120);
    expectOnce(store.verdicts);
    expect(store.closed[0]).toMatchObject({ agreement: { measure: 'cohenKappa', items: 60 } });
    expect(store.reminders.length).toBeGreaterThanOrEqual(29);
    expect(store.extended).toHaveLength(4); // after one, two, three and four weeks
    expect(store.applied).toEqual([{ runKey: 'run@1', batch: 7, watermark: null }]);
    await stage.restartWorker({ cached: true });
  }, 240_000);

  test('counts each of hundreds of signals once that come at once, each of them twice', async () => {
    const store = stage.renew({ items: itemsOf(many, 2) });
    const batch = await stage.start('thousand');
    const signals = itemsOf(many).flatMap(({ item }) =>
      ['ana', 'bob'].flatMap((reviewer) => Array.from({ length: 2 }, () => ({ items: [item], reviewer }))),
    );
    expect(signals).toHaveLength(4 * many);
    // What comes after the last verdict finds the batch ended.
    await inTurn(signals, 50, (signal) => batch.signal('approve', signal).catch(() => undefined));
    expect(await batch.result()).toMatchObject({ items: many, approved: many });
    expect(store.verdicts).toHaveLength(2 * many);
    expectOnce(store.verdicts);
  }, 240_000);

  test('takes verdicts that are sent while it continues as new, and those that come before it is loaded', async () => {
    const store = stage.renew({ items: itemsOf(500, 3) });
    const batch = await stage.start('between');
    const executions = new Set<string>();
    const sent: { item: number; reviewer: string }[] = [];
    await inTurn(
      itemsOf(500).flatMap(({ item }) => ['ana', 'bob', 'cem'].map((reviewer) => ({ item, reviewer }))),
      8,
      async ({ item, reviewer }) => {
        const verdict = { item, verdict: 'approve' as const, revision: 1 };
        // Half by signal, half by update.
        if (item % 2) await batch.signal('approve', { items: [item], reviewer, revision: 1 });
        else await insisting(() => submitWithin(2_000, batch, reviewer, [verdict]));
        sent.push({ item, reviewer });
        if (sent.length % 100 === 0) executions.add((await batch.describe()).runId);
      },
    );
    expect(await batch.result()).toMatchObject({ items: 500, approved: 500 });
    executions.add((await batch.describe()).runId);
    expect(executions.size).toBeGreaterThan(1);
    expect(store.verdicts).toHaveLength(1_500);
    expectOnce(store.verdicts);
  }, 240_000);

  test('records what is said later later, though the store is slow', async () => {
    const store = stage.renew({ items: itemsOf(2) });
    let release = (): void => undefined;
    const slow = new Promise<void>((resolve) => (release = resolve));
    store.beforeRecording = () => slow;
    const batch = await stage.start('slow-store');
    for (const verdict of ['approve', 'reject', 'unsure'] as const)
      await submit(batch, 'ana', [{ item: 1, verdict }]);
    await submit(batch, 'ana', [{ item: 2, verdict: 'approve' }]);
    release();
    await batch.result();
    expect(store.verdicts.map(({ item, verdict }) => [item, verdict])).toEqual([
      [1, 'approve'],
      [1, 'reject'],
      [1, 'unsure'],
      [2, 'approve'],
    ]);
  });

  test('tells its run that it is done where the run is open', async () => {
    const store = stage.renew();
    store.runHasEnded = false;
    const run = await stage.start('an-open-run', { batch: 0 });
    const runKey = runKeyOf({ workflowId: 'an-open-run', firstRunId: run.firstExecutionRunId });
    const batch = await stage.start('an-open-run/review-0001', { runKey, run: 'an-open-run', batch: 1 });
    await batch.signal('approve', { items: 'all', reviewer: 'ana' });
    await batch.result();
    const { events = [] } = await run.fetchHistory();
    expect(events?.map((event) => event.workflowExecutionSignaledEventAttributes?.signalName)).toContain(
      'reviewed',
    );
    expect(store.applied).toEqual([]);
    await finish(run);
  });

  test('never tells another run that has its name by now: it sees to its own run’s pairs itself', async () => {
    const store = stage.renew();
    store.runHasEnded = false; // it was terminated, of which the store hears nothing
    const other = await stage.start('a-name-used-again', { batch: 0 });
    const runKey = runKeyOf({ workflowId: 'a-name-used-again', firstRunId: 'the-run-before' });
    const batch = await stage.start('a-name-used-again/review-0001', {
      ...{ runKey, run: 'a-name-used-again', batch: 1 },
    });
    await batch.signal('approve', { items: 'all', reviewer: 'ana' });
    await batch.result();
    expect(store.applied).toEqual([{ runKey, batch: 1, watermark: null }]);
    const { events } = await other.fetchHistory();
    expect(events?.some((event) => event.workflowExecutionSignaledEventAttributes)).toBe(false);
    await finish(other);
  });

  test.each([
    ['nothing', undefined, /The argument of reviewBatch can't be read/],
    ['a batch without a number', { runKey: 'run@1', run: 'run', batch: 'first' }, /"batch"/],
  ])('that is started with %s fails at once, with a sentence', async (_, input, sentence) => {
    stage.renew();
    const handle = await stage.environment.client.workflow.start('reviewBatch', {
      workflowId: `started-badly-${String(sentence.source.length)}`,
      taskQueue: runQueue,
      args: [input],
    });
    await expect(handle.result()).rejects.toMatchObject({
      cause: { message: expect.stringMatching(sentence) as string, nonRetryable: true },
    });
  });

  test('that is reopened takes corrections, and is applied again a minute after the last', async () => {
    const store = stage.renew();
    const before = await stage.start('reopened');
    await before.signal('approve', { items: 'all', reviewer: 'ana' });
    await before.result();
    store.loaded = store.reopened();
    const batch = await stage.start('reopened', { reopened: true });
    expect((await submit(batch, 'ana', [{ item: 2, verdict: 'approve' }])).repeated).toEqual([2]);
    const { counted } = await submit(batch, 'ana', [{ item: 2, verdict: 'reject', reason: 'wrong' }]);
    expect(counted).toEqual([{ item: 2, revision: 2 }]);
    expect(await batch.result()).toMatchObject({ approved: 2, rejected: 1 });
    expect(store.applied).toHaveLength(2);
    expect(store.verdicts).toHaveLength(4);
  });

  test('that is reopened and not corrected changes nothing', async () => {
    const store = stage.renew();
    const batch = await stage.start('reopened-in-vain', { reopened: true });
    await batch.result();
    expect([store.closed, store.applied]).toEqual([[], []]);
  });

  test('that is cancelled ends like one that is told to finish: what was said counts', async () => {
    const store = stage.renew();
    const batch = await stage.start('cancelled');
    await submit(batch, 'ana', [{ item: 1, verdict: 'approve' }]);
    await batch.cancel();
    expect(await batch.result()).toEqual({ items: 3, approved: 1, rejected: 0, undecided: 2 });
    expect(store.applied).toHaveLength(1);
  });

  test('hands out items by an update', async () => {
    stage.renew();
    const batch = await stage.start('holds');
    const hold = (reviewer: string) =>
      batch.executeUpdate<HeldItems, [unknown]>('holdItems', { args: [{ reviewer, count: 2 }] });
    expect((await hold('ana')).items).toEqual([1, 2]);
    expect((await hold('bob')).items).toEqual([3]);
    await finish(batch);
  });
});

describe('malformed messages', () => {
  test('by signal change nothing, end nothing, and are counted and shown', async () => {
    const store = stage.renew();
    const batch = await stage.start('malformed');
    // One of a megabyte, not all: past four the batch continues as new, and this server then loses the queries of that moment.
    const [huge = [], ...others] = [...malformedSignals].sort(
      (left, right) => sizeOf(right[0]) - sizeOf(left[0]),
    );
    const sent = [huge, ...others.filter(([payload]) => sizeOf(payload) < 100_000)];
    for (const [payload] of sent) {
      if (payload === undefined) await batch.signal('approve');
      else await batch.signal('approve', payload);
    }
    await batch.signal('edit', { items: [1], reviewer: 'ana' });
    const count = sent.length + 1;
    const seen = await eventually('all of them to be counted', async () => {
      const now = await view(batch);
      return now.malformed.count === count && now;
    });
    expect(seen).toMatchObject({ state: 'open', pending: [1, 2, 3], verdicts: [] });
    expect(seen.malformed.newest).toHaveLength(10);
    expect(seen.malformed.newest.at(-1)).toMatch(/^"edit" is missing/);
    expect(store.verdicts).toEqual([]);
    const metadata = await batch.query<{ currentDetails: string }>('__temporal_workflow_metadata');
    expect(metadata.currentDetails).toContain(`Messages that could not be used: ${count}`);
    expect(metadata.currentDetails).toContain('**0 of 3 decided**');
    await batch.signal('approve', { items: 'all', reviewer: 'ana' });
    expect(await batch.result()).toMatchObject({ approved: 3 });
    expect(store.closed[0]).toMatchObject({ malformed: count });
  }, 120_000);

  test('by update are refused with a message that names the field', async () => {
    const store = stage.renew();
    const batch = await stage.start('malformed-update');
    for (const [payload, names] of malformedSubmissions) {
      const refused = await batch
        .executeUpdate<SubmitOutcome, [unknown]>('submitVerdicts', { args: [payload] })
        .catch((error: unknown) => error);
      expect(refused).toBeInstanceOf(WorkflowUpdateFailedError);
      expect((refused as WorkflowUpdateFailedError).cause?.message).toContain(names);
    }
    expect(await view(batch)).toMatchObject({ pending: [1, 2, 3], verdicts: [], malformed: { count: 0 } });
    expect(store.verdicts).toEqual([]);
    await finish(batch);
  }, 120_000);
});

describe('the timeout', () => {
  test.each([
    ['approve', { approved: 3, rejected: 0, undecided: 0 }],
    ['reject', { approved: 1, rejected: 2, undecided: 0 }],
    ['drop', { approved: 1, rejected: 0, undecided: 2 }],
    ['leaveOut', { approved: 1, rejected: 0, undecided: 2 }],
  ] as const)('%s is what becomes of what nobody decided', async (atTimeout, counts) => {
    const store = stage.renew({ policy: { atTimeout } });
    const batch = await stage.start(`timeout-${atTimeout}`);
    await submit(batch, 'ana', [{ item: 1, verdict: 'approve' }]);
    expect(await batch.result()).toEqual({ items: 3, ...counts });
    expect(store.closed[0]?.outcomes[1]).toMatchObject({ outcome: atTimeout, by: null });
    const { startTime, closeTime } = await batch.describe();
    const waited = (closeTime?.getTime() ?? 0) - startTime.getTime();
    expect(Math.round(waited / day)).toBe(usualPolicy.timeoutMs / day);
  });

  test('a reminder that fails is noted, and holds nothing up', async () => {
    const store = stage.renew({ policy: { webhook: 'team', atTimeout: 'reject' } });
    store.reminderProblem = 'the webhook answered with HTTP 500.';
    const batch = await stage.start('reminded');
    await stage.environment.sleep('36 hours');
    const metadata = await batch.query<{ currentDetails: string }>('__temporal_workflow_metadata');
    expect(metadata.currentDetails).toContain(
      'The last reminder reached nobody: the webhook answered with HTTP 500.',
    );
    expect(await batch.result()).toMatchObject({ rejected: 3 });
    expect(store.reminders).toHaveLength(6);
    expect(store.reminders[0]).toEqual({ webhook: 'team', run: 'a-run-that-is-gone', batch: 7, pending: 3, workflowId: 'reminded' }); // prettier-ignore
  });
});
