import { ActivityCancellationType, proxyActivities } from '@temporalio/workflow';
import type { ComputeActivities, RunActivities, TeacherActivities } from '../activities';
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

/** Short steps on the store. Each is one transaction that is harmless when repeated. `summary` is what the UI shows. */
export function store(summary: string): RunActivities {
  return proxyActivities<RunActivities>({
    taskQueue: runQueue,
    startToCloseTimeout: '2 minutes',
    retry: untilItWorks,
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
