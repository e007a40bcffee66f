import { CancelledFailure } from '@temporalio/activity';
import { PassingError } from '../core/foundations/failure/failure';
import { activityUnderWay } from './activityUnderWay';

/** A worker has dozens of activities under way, and each heartbeat is a write of the server. Soon enough to be cancelled by. */
const heartbeatEvery = 3_000;

/**
 * Runs an activity's whole body under heartbeats, from its first line to its last: a worker that dies is noticed within the
 * heartbeat timeout, and a cancellation gets through. `signal` aborts on cancellation and on the worker's shutdown.
 *
 * What the body throws because of the signal becomes what Temporal should see: a cancellation by the workflow stays one; a
 * shutdown is a failure that is retried elsewhere, since nobody asked for the work to stop.
 *
 * Where the step is run by this process itself, and for no workflow, nobody waits for heartbeats.
 */
export async function heartbeating<Result>(body: (signal: AbortSignal) => Promise<Result>): Promise<Result> {
  const context = activityUnderWay();
  if (!context) return body(new AbortController().signal);
  context.heartbeat();
  const timer = setInterval(() => context.heartbeat(), heartbeatEvery);
  try {
    return await body(context.cancellationSignal);
  } catch (error) {
    if (!context.cancellationSignal.aborted) throw error;
    if (context.cancellationDetails?.cancelRequested) throw new CancelledFailure('cancelled by the workflow');
    throw new PassingError('The worker is shutting down.', { code: 'WorkerShutdown', retryAfterMs: 1_000 });
  } finally {
    clearInterval(timer);
  }
}
