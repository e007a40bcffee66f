import { CancelledFailure } from '@temporalio/activity';
import { ActivityCancellationDetails } from '@temporalio/common';
import { MockActivityEnvironment } from '@temporalio/testing';
import { DefaultLogger } from '@temporalio/worker';
import { heartbeating } from '../../activities/heartbeating';

/** Failures are what is tested here. */
const logger = new DefaultLogger('ERROR');

/** Works until its signal, and throws what a body throws then. */
const untilAborted = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) =>
    signal.addEventListener('abort', () => reject(new Error('broken off')), { once: true }),
  );

/** What the activity fails with when it is told to end in mid-work. */
async function failureAfter(
  reason: Parameters<MockActivityEnvironment['cancel']>[0],
  details: ActivityCancellationDetails,
): Promise<unknown> {
  const environment = new MockActivityEnvironment({}, { logger });
  const ended = environment.run(() => heartbeating(untilAborted)).catch((error: unknown) => error);
  environment.cancel(reason, details);
  return ended;
}

test('an activity heartbeats before its first line of work', async () => {
  const environment = new MockActivityEnvironment({}, { logger });
  let beats = 0;
  environment.on('heartbeat', () => beats++);
  expect(await environment.run(() => heartbeating(() => Promise.resolve(beats)))).toBe(1);
});

test('a cancellation by the workflow is a cancellation', async () => {
  const details = new ActivityCancellationDetails({ cancelRequested: true });
  expect(await failureAfter('CANCELLED', details)).toBeInstanceOf(CancelledFailure);
});

test("a worker's shutdown is no cancellation: the work is done again elsewhere", async () => {
  const failure = await failureAfter(
    'WORKER_SHUTDOWN',
    new ActivityCancellationDetails({ workerShutdown: true }),
  );
  expect(failure).toMatchObject({
    means: { kind: 'passing', code: 'WorkerShutdown', retryAfterMs: 1_000 },
  });
});

test('a failure of the work itself stays what it is', async () => {
  const environment = new MockActivityEnvironment({}, { logger });
  const broken = new Error('The store is away.');
  await expect(environment.run(() => heartbeating(() => Promise.reject(broken)))).rejects.toBe(broken);
});

test('work that was finished counts, though it was told to end', async () => {
  const environment = new MockActivityEnvironment({}, { logger });
  const work = environment.run(() =>
    heartbeating(async (signal) => untilAborted(signal).catch(() => 'finished')),
  );
  environment.cancel('CANCELLED', new ActivityCancellationDetails({ cancelRequested: true }));
  expect(await work).toBe('finished');
});
