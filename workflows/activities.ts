import { ActivityCancellationType, proxyActivities } from '@temporalio/workflow';
import type { ComputeActivities, ReviewActivities, RunActivities, TeacherActivities } from '../activities';
import { computeQueue, runQueue } from '../core/run/queues';

/**
 * What is away (the store, a worker) comes back: tried again for as long as it takes, and soon, since a shard lives through many
 * such failures and a backoff that grew with them would idle the teacher. Trying costs nothing: what is paid for waits elsewhere.
 */
const untilItWorks = {
  initialInterval: '250 milliseconds',
  backoffCoefficient: 2,
  maximumInterval: '2 seconds',
} as const;

/**
 * Short steps on the store. Each is one transaction that is harmless when repeated; a worker that dies in one is noticed by its heartbeat, since
 * the run's end waits for what is noted. `summary` is what the UI shows.
 */
export function store(
  summary: string,
): Pick<RunActivities, 'noteRun' | 'raiseBudget' | 'changeTarget' | 'setRate'> {
  return proxyActivities<RunActivities>({
    taskQueue: runQueue,
    startToCloseTimeout: '1 hour',
    heartbeatTimeout: '10 seconds',
    retry: untilItWorks,
    summary,
  });
}

/**
 * Steps that take as long as what they read or write is large: snapshots of seeds and existing sets, plans, exports. No time that could
 * be named would be right for all of them: a worker that dies in one is noticed by its heartbeat, and one that lives is let be. (Temporal
 * wants a number.)
 */
export function long(
  summary: string,
): Pick<RunActivities, 'prepareRun' | 'extendRun' | 'planIteration' | 'exportRun'> {
  return proxyActivities<RunActivities>({
    taskQueue: runQueue,
    startToCloseTimeout: '365 days',
    heartbeatTimeout: '10 seconds',
    retry: untilItWorks,
    summary,
  });
}

/**
 * Shorter ones still, of a review. When their worker is killed in the middle of one, nobody notices before its time is up, and people
 * and the run wait for what it was to write down.
 */
export function review(summary: string): Omit<ReviewActivities, 'remind'> {
  return proxyActivities<ReviewActivities>({
    taskQueue: runQueue,
    startToCloseTimeout: '10 seconds',
    retry: untilItWorks,
    summary,
  });
}

/** Applies a batch to a run that has ended, and writes its dataset anew, which takes as long as it is large. */
export function afterwards(summary: string): Pick<ReviewActivities, 'applyReview'> {
  return proxyActivities<ReviewActivities>({
    taskQueue: runQueue,
    startToCloseTimeout: '365 days',
    heartbeatTimeout: '10 seconds',
    retry: untilItWorks,
    summary,
  });
}

/** A reminder says that it failed, and a batch goes on without: tried again only where its worker died. */
export function reminder(summary: string): Pick<ReviewActivities, 'remind'> {
  return proxyActivities<ReviewActivities>({
    taskQueue: runQueue,
    startToCloseTimeout: '30 seconds',
    retry: { ...untilItWorks, maximumAttempts: 3 },
    summary,
  });
}

/** Processor time on a whole iteration; a worker that dies in it is noticed by its heartbeat. */
export function compute(summary: string): ComputeActivities {
  return proxyActivities<ComputeActivities>({
    taskQueue: computeQueue,
    startToCloseTimeout: '1 hour',
    heartbeatTimeout: '10 seconds',
    retry: untilItWorks,
    summary,
  });
}

/**
 * Paid, slow, rate-limited: bounded by time and never by attempts, since a 429 is not a failure. Safe to repeat: the ledger
 * answers what was answered. A cancellation waits until requests in flight have settled: they are paid for.
 */
export function teacher(taskQueue: string, summary: string): TeacherActivities {
  return proxyActivities<TeacherActivities>({
    taskQueue,
    startToCloseTimeout: '12 hours',
    heartbeatTimeout: '10 seconds',
    cancellationType: ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
    retry: untilItWorks,
    summary,
  });
}
