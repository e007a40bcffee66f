import { setTimeout as delay } from 'node:timers/promises';
import {
  ApplicationFailure,
  CancelledFailure,
  WorkflowFailedError,
  type WorkflowHandle,
} from '@temporalio/client';
import { UserError } from '../../core/foundations/userError';
import { PassingError } from '../../core/foundations/failure/failure';
import type { DueStage } from '../../core/run/stages/dueStage';
import type { Progress } from '../../workflows/messages';
import { eventually } from '../support/testSeedbed';
import { carried, dueStage, prepared, untilCancelled, WorkflowStage } from './workflowStage';

const hours = (count: number): number => count * 3_600_000;

let stage: WorkflowStage;

beforeAll(async () => {
  stage = await WorkflowStage.open();
}, 180_000);

afterEach(() => {
  stage.activities = {};
});

afterAll(() => stage?.close());

/** The failure of a run, and the one that caused it. */
async function failureOf(result: Promise<unknown>): Promise<Error | undefined> {
  const error = await result.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof WorkflowFailedError)) throw new Error(`The run did not fail: ${String(error)}`);
  return error.cause;
}

const teacherCalls = (): string[] => stage.calls.filter((call) => /^(propose|respond)/.test(call));

describe('iterations', () => {
  test('overlap, and commit one after the other, also where a later one is ready first', async () => {
    let release = (): void => undefined;
    const later = new Promise<void>((resolve) => (release = resolve));
    stage.activities = {
      askStage: async ({ input, stage: name }) => {
        if (name === 'respond' && input.iteration === 0) await later;
        return { answered: 1, sent: 1 };
      },
      readStage: ({ input, stage: name }) => {
        if (name === 'respond' && input.iteration === 1) release();
        return Promise.resolve(undefined);
      },
    };
    const summary = await (await stage.start('overlap')).result();
    expect(summary).toMatchObject({
      state: 'completed',
      accepted: 20,
      target: 20,
      dataset: 'datasets/run.jsonl',
    });
    const order = (call: string) => stage.calls.indexOf(call);
    expect(order('read respond 1')).toBeLessThan(order('read respond 0'));
    expect(stage.calls.filter((call) => call.startsWith('commit'))).toEqual(['commit 0', 'commit 1']);
    expect(stage.calls.at(-1)).toBe('export');
  });

  test('have the judge compare, then cells told, then responses written: nothing is bought for what is thrown out', async () => {
    const then: Record<string, DueStage | null> = {
      propose: dueStage('compare', 3),
      compare: dueStage('classify', 2),
      classify: dueStage('respond', 1),
      respond: dueStage('judge', 1),
      judge: null,
    };
    stage.activities = {
      prepareRun: () => Promise.resolve({ ...prepared, target: 10, openIterations: 1 }),
      readStage: ({ stage: name }) => Promise.resolve(then[name]),
    };
    await (await stage.start('comparing')).result();
    expect(stage.calls.slice(2, 12)).toEqual(
      Object.keys(then).flatMap((name) => [`${name} 0`, `read ${name} 0`]),
    );
  });

  test('read what was committed when they became due, never what happened to be ready', async () => {
    const read: Record<number, number> = {};
    stage.activities = {
      prepareRun: () => Promise.resolve({ ...prepared, target: 50 }),
      planIteration: ({ iteration, readThrough }) => {
        read[iteration] = readThrough;
        return Promise.resolve({ works: 4, due: dueStage('propose', 4) });
      },
    };
    await (await stage.start('read-through')).result();
    expect(read).toEqual({ 0: -1, 1: -1, 2: 0, 3: 1, 4: 2 });
  });
});

test('the next iteration is planned while one starts, so that a run fills its slots sooner', async () => {
  const handle = await stage.start('sooner');
  await handle.result();
  const { events } = await handle.fetchHistory();
  const plans = (events ?? []).filter(
    ({ activityTaskScheduledEventAttributes: scheduled }) =>
      scheduled?.activityType?.name === 'planIteration',
  );
  const started = (events ?? []).find((event) => event.childWorkflowExecutionStartedEventAttributes);
  expect(plans).toHaveLength(2);
  expect(Number(plans[1]?.eventId)).toBeLessThan(Number(started?.eventId));
});

test('a snapshot, a plan and an export may take as long as they are large: only a worker that died is given up', async () => {
  const handle = await stage.start('as-long-as-it-takes');
  await handle.result();
  const { events = [] } = await handle.fetchHistory();
  const scheduled = (events ?? []).flatMap(
    ({ activityTaskScheduledEventAttributes: attributes }) => attributes ?? [],
  );
  for (const name of ['prepareRun', 'planIteration', 'exportRun']) {
    const { startToCloseTimeout, heartbeatTimeout } =
      scheduled.find(({ activityType }) => activityType?.name === name) ?? {};
    expect(Number(startToCloseTimeout?.seconds)).toBeGreaterThanOrEqual(30 * 86_400);
    expect(Number(heartbeatTimeout?.seconds)).toBe(10);
  }
});

describe('waiting', () => {
  test('a teacher that asks to be left alone for six hours is waited for durably, holding no worker', async () => {
    let attempts = 0;
    stage.activities = {
      askStage: ({ input, stage: name }) => {
        if (name === 'propose' && input.iteration === 0 && attempts++ === 0) {
          throw new PassingError('later', { retryAfterMs: hours(6) });
        }
        return Promise.resolve({ answered: 1, sent: 1 });
      },
    };
    const handle = await stage.start('six-hours');
    expect((await handle.result()).state).toBe('completed');
    expect(attempts).toBe(2);
    const { startTime, closeTime } = await handle.describe();
    const waited = (closeTime?.getTime() ?? 0) - startTime.getTime();
    expect(waited).toBeGreaterThanOrEqual(hours(6));
    expect(waited).toBeLessThan(hours(7));
  });

  test('a run that was paused for thirty days asks nothing meanwhile, and goes on', async () => {
    const handle = await stage.start('thirty-days', { signal: 'pause' });
    await eventually('both iterations to wait', () =>
      Promise.resolve(stage.calls.filter((call) => call.startsWith('plan')).length === 2),
    );
    await stage.environment.sleep('30 days');
    expect(teacherCalls()).toEqual([]);
    expect(await handle.query('progress')).toMatchObject({
      stage: 'paused',
      accepted: 0,
      target: 20,
      openIterations: [0, 1],
      waitsFor: 'paused by a person',
    });
    await handle.signal('resume');
    expect((await handle.result()).state).toBe('completed');
    expect(stage.notes.map(({ state }) => state)).toEqual(['paused', 'running', 'completed']);
  });
});

describe('a pause', () => {
  test('breaks off the shards under way, waits for what they have in flight, and asks them again on resume', async () => {
    let settled = 0;
    let broken = true;
    stage.activities = {
      askStage: async ({ stage: name }) => {
        if (broken && name === 'respond') {
          await untilCancelled();
          settled++;
          throw new CancelledFailure('cancelled by the workflow');
        }
        return { answered: 1, sent: 1 };
      },
    };
    const handle = await stage.start('broken-off');
    await eventually('both iterations to respond', () =>
      Promise.resolve(stage.calls.filter((call) => call.startsWith('respond')).length === 2),
    );
    await handle.signal('pause');
    await eventually('both shards to settle', () => Promise.resolve(settled === 2));
    broken = false;
    await handle.signal('resume');
    expect((await handle.result()).state).toBe('completed');
    expect(teacherCalls().sort()).toEqual([
      'propose 0',
      'propose 1',
      'respond 0',
      'respond 0',
      'respond 1',
      'respond 1',
    ]);
  });

  test('that comes while an iteration is being started reaches it', async () => {
    const handle = await stage.start('slow-start-pause');
    await eventually('an iteration to be starting', () => isStarting(handle));
    await handle.signal('pause');
    await stage.environment.sleep('30 hours');
    expect(stage.calls).toContain('plan 0');
    expect(teacherCalls()).toEqual([]);
    await handle.signal('resume');
    expect((await handle.result()).state).toBe('completed');
  });

  test.each([
    ['the same message twice', ['pause', 'pause', 'resume', 'resume']],
    ['a resume of what is not paused', ['resume']],
    ['a message nobody knows', ['paws']],
  ])('is not harmed by %s', async (name, signals) => {
    const handle = await stage.start(`signals-${name.replaceAll(' ', '-')}`, { signal: signals[0] ?? '' });
    for (const signal of signals.slice(1)) await handle.signal(signal);
    expect((await handle.result()).state).toBe('completed');
  });
});

describe('what somebody must mend', () => {
  const words = 'Endpoint "fake" refused the key. Put a valid key there and restart the worker.';

  test('pauses the run and says so in these words; resumed, it goes on', async () => {
    let mended = false;
    stage.activities = {
      // One at a time: the time-skipping server stalls on the cancellation of an activity that has just ended by itself.
      prepareRun: () => Promise.resolve({ ...prepared, openIterations: 1 }),
      askStage: ({ stage: name }) => {
        if (!mended && name === 'propose') throw new UserError(words);
        return Promise.resolve({ answered: 1, sent: 1 });
      },
    };
    const handle = await stage.start('needs-mending');
    await eventually(
      'the run to pause',
      async () => (await handle.query<Progress, []>('progress')).waitsFor === words,
    );
    expect(stage.notes.at(-1)).toMatchObject({ state: 'paused', detail: words, ended: false });
    const asked = teacherCalls().length;
    await stage.environment.sleep('3 days');
    expect(teacherCalls()).toHaveLength(asked);
    mended = true;
    await handle.signal('resume');
    expect((await handle.result()).state).toBe('completed');
  });

  test('and is not mended yet pauses it again', async () => {
    let attempts = 0;
    stage.activities = {
      prepareRun: () => Promise.resolve({ ...prepared, openIterations: 1, target: 10 }),
      askStage: ({ stage: name }) => {
        if (name === 'propose' && ++attempts < 3) throw new UserError(words);
        return Promise.resolve({ answered: 1, sent: 1 });
      },
    };
    const handle = await stage.start('mended-late');
    for (const attempt of [1, 2]) {
      await eventually(
        'the run to pause',
        async () => attempts === attempt && (await handle.query<Progress, []>('progress')).stage === 'paused',
      );
      await handle.signal('resume');
    }
    expect((await handle.result()).state).toBe('completed');
    expect(attempts).toBe(3);
  });
});

describe('stop', () => {
  test('sends nothing new, commits what was answered, and exports', async () => {
    stage.activities = {
      askStage: ({ stage: name }) =>
        name === 'respond'
          ? untilCancelled().then(() => Promise.reject(new CancelledFailure('stopped')))
          : Promise.resolve({ answered: 1, sent: 1 }),
    };
    const handle = await stage.start('stop');
    await eventually('both iterations to respond', () =>
      Promise.resolve(stage.calls.filter((call) => call.startsWith('respond')).length === 2),
    );
    stage.activities = {
      commitIteration: ({ iteration }) =>
        Promise.resolve({
          iteration,
          works: 4,
          funnel: {
            proposed: 20,
            accepted: 3,
            abandoned: 17,
            open: 0,
            awaitingReview: 0,
            rejected: 0,
            quarantined: 0,
            declined: 0,
          },
          reviews: [],
        }),
    };
    await handle.signal('stop');
    const summary = await handle.result();
    expect(summary).toMatchObject({
      state: 'stopped',
      reason: 'stopped by a person at 6 pairs of 20',
      accepted: 6,
      funnel: { abandoned: 34 },
    });
    expect(stage.calls.filter((call) => /^(plan|commit|export)/.test(call))).toEqual([
      'plan 0',
      'plan 1',
      'commit 0',
      'commit 1',
      'export',
    ]);
    expect(stage.notes.at(-1)).toMatchObject({ state: 'stopped', ended: true });
  });

  test('ends a run that is paused', async () => {
    const handle = await stage.start('stop-paused', { signal: 'pause' });
    await eventually('both iterations to wait', () =>
      Promise.resolve(stage.calls.filter((call) => call.startsWith('plan')).length === 2),
    );
    stage.activities = {
      readStage: ({ stage: name }) => Promise.resolve(name === 'propose' ? dueStage('respond', 0) : null),
      commitIteration: emptyCommit,
    };
    await handle.signal('stop');
    expect(await handle.result()).toMatchObject({ state: 'stopped', accepted: 0 });
    expect(teacherCalls()).toEqual([]);
  });

  test('that comes while an iteration is being started reaches it', async () => {
    stage.activities = {
      readStage: ({ stage: name }) => Promise.resolve(name === 'propose' ? dueStage('respond', 0) : null),
      commitIteration: emptyCommit,
    };
    const handle = await stage.start('slow-start-stop');
    await eventually('an iteration to be starting', () => isStarting(handle));
    await handle.signal('stop');
    expect(await handle.result()).toMatchObject({ state: 'stopped' });
    expect(teacherCalls()).toEqual([]);
  });
});

describe('a run that continues as new', () => {
  test('stays paused, in the words that it was paused with', async () => {
    const pause = { by: 'needsMending' as const, reason: 'Put a valid key there.' };
    const handle = await stage.start('carried-pause', { carriedRun: { ...carried, pause } });
    await eventually('the iterations to wait', () => Promise.resolve(stage.calls.includes('plan 1')));
    expect(await handle.query('progress')).toMatchObject({ stage: 'paused', waitsFor: pause.reason });
    await stage.environment.sleep('1 day');
    expect(teacherCalls()).toEqual([]);
    await handle.signal('resume');
    expect((await handle.result()).state).toBe('completed');
  });

  test('does not lose a resume that comes in the moment it continues', async () => {
    const pause = { by: 'person' as const, reason: 'paused by a person' };
    const handle = await stage.start('carried-resume', {
      carriedRun: { ...carried, pause },
      signal: 'resume',
    });
    expect((await handle.result()).state).toBe('completed');
  });

  test('does not lose a stop', async () => {
    const handle = await stage.start('carried-stop', { carriedRun: { ...carried, stopRequested: true } });
    expect(await handle.result()).toMatchObject({ state: 'stopped', accepted: 0 });
    expect(teacherCalls()).toEqual([]);
  });

  test('starts what was decided before, as it was decided', async () => {
    const due = {
      runKey: prepared.runKey,
      iteration: 5,
      readThrough: 3,
      size: 20,
      measures: 0,
      reviewed: 0,
    };
    const plans: unknown[] = [];
    stage.activities = {
      planIteration: (input) => {
        plans.push(input);
        return Promise.resolve({ works: 4, due: dueStage('propose', 4) });
      },
    };
    const handle = await stage.start('carried-due', {
      carriedRun: { ...carried, iterations: 5, open: [due] },
    });
    expect((await handle.result()).state).toBe('completed');
    expect(plans[0]).toEqual(due);
    expect(plans[1]).toMatchObject({ iteration: 6, readThrough: 4 });
  });

  test('prepares nothing anew, and counts on', async () => {
    const funnel = { ...carried.funnel, proposed: 40, accepted: 15, rejected: 25 };
    const handle = await stage.start('carried-counts', {
      carriedRun: { ...carried, iterations: 7, funnel },
    });
    expect(await handle.query('funnel')).toMatchObject({ proposed: expect.any(Number) as number });
    expect(await handle.result()).toMatchObject({
      accepted: 25,
      funnel: { proposed: 60, accepted: 25, rejected: 35 },
    });
    expect(stage.calls).not.toContain('prepare');
    expect(stage.calls).toContain('plan 7');
  });
});

describe('what a run carried along', () => {
  test('goes on where an earlier version carried less', async () => {
    const { reviewsGate: _, refits: __, runTag: ___, ...older } = prepared;
    const handle = await stage.start('carried-by-an-older-version', {
      carriedRun: { ...carried, prepared: older },
    });
    expect(await handle.result()).toMatchObject({ state: 'completed', accepted: 20, openReviews: [] });
  });

  test.each([
    ['nothing that was ever carried', 'carried', /What generateDataset carried along/],
    ['no counts', { ...carried, iterations: 'seven' }, /"iterations"/],
    ['another shape of what was prepared', { ...carried, prepared: {} }, /"prepared.runKey"/],
  ])('fails the run at once, with a sentence, where it is %s', async (_, carriedRun, sentence) => {
    const handle = await stage.start(`carried-badly-${sentence.source.length}`, { carriedRun });
    const failure = await failureOf(handle.result());
    expect(failure).toBeInstanceOf(ApplicationFailure);
    expect(failure?.message).toMatch(sentence);
    expect(failure?.message).toContain('start the run anew');
    expect(stage.calls).toEqual([]);
  });
});

describe('a run that fails', () => {
  test('says what is wrong with its input in the failure itself', async () => {
    const words = 'Recipe has no seeds: add some.';
    stage.activities = {
      prepareRun: () => Promise.reject(ApplicationFailure.nonRetryable(words, 'InvalidInput')),
    };
    const failure = await failureOf((await stage.start('bad-recipe')).result());
    expect(failure).toBeInstanceOf(ApplicationFailure);
    expect(failure?.message).toBe(words);
  });

  test('takes its other iterations with it, once what they have in flight has settled', async () => {
    let settled = 0;
    stage.activities = {
      readStage: async ({ input: { iteration }, stage: name }) => {
        if (name !== 'respond') return undefined;
        await eventually('its neighbour to respond', () =>
          Promise.resolve(stage.calls.includes('respond 1')),
        );
        if (iteration === 0) throw ApplicationFailure.nonRetryable('broken', 'InvalidInput');
        return null;
      },
      askStage: async ({ input, stage: name }) => {
        if (name === 'respond' && input.iteration === 1) {
          await untilCancelled();
          settled++;
          throw new CancelledFailure('cancelled');
        }
        return { answered: 1, sent: 1 };
      },
    };
    await failureOf((await stage.start('takes-others')).result());
    expect(stage.notes.at(-1)).toMatchObject({ state: 'failed', detail: 'broken' });
    expect(settled).toBe(1);
  });

  test('for being cancelled waits for what is in flight, and is noted as cancelled', async () => {
    let settled = 0;
    let settledAtEnd = 0;
    stage.activities = {
      askStage: async ({ input, stage: name }) => {
        if (name !== 'respond') return { answered: 1, sent: 1 };
        await untilCancelled();
        if (input.iteration === 1) await delay(500);
        settled++;
        throw new CancelledFailure('cancelled');
      },
      noteRun: ({ ended }) => {
        if (ended) settledAtEnd = settled;
        return Promise.resolve(null);
      },
    };
    const handle = await stage.start('cancel');
    await eventually('both iterations to respond', () =>
      Promise.resolve(stage.calls.filter((call) => call.startsWith('respond')).length === 2),
    );
    await handle.cancel();
    expect(await failureOf(handle.result())).toBeInstanceOf(CancelledFailure);
    expect(settledAtEnd).toBe(2);
    expect(stage.notes.at(-1)).toMatchObject({
      state: 'cancelled',
      detail: 'cancelled by a person',
      ended: true,
    });
  });
});

/** Whether a run of `slowStart` has asked for its first iteration, which takes an hour. */
async function isStarting(handle: WorkflowHandle): Promise<boolean> {
  const { events = [] } = await handle.fetchHistory();
  return events?.some(({ timerStartedEventAttributes }) => timerStartedEventAttributes) ?? false;
}

const emptyCommit = ({ iteration }: { iteration: number }) =>
  Promise.resolve({ iteration, works: 4, funnel: carried.funnel, reviews: [] });
