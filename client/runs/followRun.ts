import type { WorkflowHandle } from '@temporalio/client';
import { setTimeout as delay } from 'node:timers/promises';
import { classifyError } from '../../core/foundations/failure/classifyError';
import { openStates, type RunStatus } from '../../core/run/status';
import { waitsForMending } from '../terminal/exitCodes';
import { waitForOutcome, type RunOutcome } from './runOutcome';
import type { Session } from '../connection/session';

export interface Following {
  readonly session: Session;
  readonly runKey: string;
  readonly handle: WorkflowHandle;
  /** Milliseconds between two looks at the store. */
  readonly every: number;
  readonly signal: AbortSignal;
  /** Whether to come back when the run waits for somebody to mend something. */
  readonly untilMending: boolean;
  /** Whether to come back at least when that is a budget to be raised. */
  readonly untilBudget?: boolean;
  show(status: RunStatus, newest: string | undefined): void | Promise<void>;
  /** After each look: whether the store answered. */
  looked?(isAnswered: boolean): void;
}

export type Followed =
  | { readonly kind: 'ended'; readonly status: RunStatus | undefined; readonly outcome: RunOutcome }
  | { readonly kind: 'needsMending'; readonly status: RunStatus }
  | { readonly kind: 'interrupted'; readonly status: RunStatus | undefined };

/**
 * Shows a run until it ends, waits for a person, or `signal` fires. How far it is comes from the store, which needs no worker;
 * that it ended comes from Temporal, whose word counts. While the store is away, the last known status stays.
 */
export async function followRun(following: Following): Promise<Followed> {
  const { session, runKey, handle, every, signal, untilMending, untilBudget = false } = following;
  const gone = new AbortController();
  const outcome = waitForOutcome(handle, gone.signal);
  outcome.catch(() => undefined); // only rejects when we stop waiting
  let status: RunStatus | undefined;
  let newest: string | undefined;
  let accepted = -1;
  const look = async (): Promise<void> => {
    try {
      status = (await session.runs.status(runKey)) ?? status;
      if (!status) return;
      if (status.funnel.accepted !== accepted) {
        newest = await session.pairs.newestInstruction(runKey);
        ({ accepted } = status.funnel);
      }
    } catch (error) {
      if (classifyError(error).kind !== 'passing') throw error;
      following.looked?.(false);
      return; // the database restarts; the supervisor says so
    }
    following.looked?.(true);
    if (!signal.aborted) await following.show(status, newest);
  };

  try {
    for (;;) {
      const began = performance.now();
      await look();
      if (signal.aborted) return { kind: 'interrupted', status };
      const comesBack = untilMending || (untilBudget && status?.cause?.about === 'budget');
      if (status && comesBack && waitsForMending(status) && isSettled(status))
        return { kind: 'needsMending', status };
      // A look that is slow, since the run is large, is taken less often: a fifth of the time at most.
      const pause = Math.max(every, 4 * (performance.now() - began));
      const waking = new AbortController();
      const ended = await Promise.race([
        outcome,
        delay(pause, undefined, { signal: AbortSignal.any([signal, waking.signal]) }).catch(() => undefined), // woken
      ]);
      waking.abort();
      if (ended) {
        await look();
        return { kind: 'ended', status: status && withOutcome(status, ended), outcome: ended };
      }
    }
  } finally {
    gone.abort();
  }
}

function isSettled(status: RunStatus): boolean {
  return status.teacher.now.every(({ inFlight }) => inFlight === 0);
}

/** Temporal's word on how it ended, where nobody was left to note it in the store. */
function withOutcome(status: RunStatus, outcome: RunOutcome): RunStatus {
  if (!openStates.includes(status.state)) return status;
  return outcome.kind === 'failed'
    ? { ...status, state: outcome.state, detail: outcome.message, cause: outcome.cause }
    : { ...status, state: outcome.summary.state, detail: outcome.summary.reason, cause: null };
}
