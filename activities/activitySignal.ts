import { Context } from '@temporalio/activity';

/** What Node's timers can wait for at most. */
const maxTimerMs = 2 ** 31 - 1;

/** Aborts when nobody waits any more for the activity that is under way: it was cancelled, its worker shuts down, or its time is over. */
export function activitySignal(): AbortSignal {
  const { cancellationSignal, info } = Context.current();
  return AbortSignal.any([
    cancellationSignal,
    AbortSignal.timeout(Math.min(info.startToCloseTimeoutMs, maxTimerMs)),
  ]);
}
