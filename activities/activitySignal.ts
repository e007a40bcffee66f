import { activityUnderWay } from './activityUnderWay';

/** What Node's timers can wait for at most. */
const maxTimerMs = 2 ** 31 - 1;

/** Aborts when nobody waits any more for the activity that is under way: it was cancelled, its worker shuts down, or its time is over. */
export function activitySignal(): AbortSignal {
  const context = activityUnderWay();
  if (!context) return new AbortController().signal;
  const { cancellationSignal, info } = context;
  return AbortSignal.any([
    cancellationSignal,
    AbortSignal.timeout(Math.min(info.startToCloseTimeoutMs, maxTimerMs)),
  ]);
}
