import { activityInfo, ApplicationFailure, CancelledFailure } from '@temporalio/activity';
import { ApplicationFailureCategory } from '@temporalio/common';
import { classifyError } from '../core/foundations/failure/classifyError';
import { isError, type Failure } from '../core/foundations/failure/failure';
import type { Troubles } from '../core/foundations/failure/troubles';
import * as types from '../core/run/failureTypes';
import { redact } from '../core/teacher/failure';

/** Where attempts are written down: fields first, as pino has it. */
export type AttemptLog = Readonly<
  Record<'info' | 'warn' | 'error', (fields: object, message: string) => void>
>;

export interface AttemptTools {
  readonly log: AttemptLog;
  readonly troubles: Troubles;
  /** Texts that nobody may read in a failure: keys. */
  readonly secrets: readonly string[];
}

type Activity = (...args: never[]) => Promise<unknown>;

/**
 * The one way in which activities fail, whichever they are: what they throw becomes a failure of one of three kinds
 * (`core/foundations/failure/failure.ts`), as data in its type and details. What passes is tried again by Temporal; everything else is for the
 * workflow to pause on. An input that can't be run and a cancellation stay what they are.
 *
 * Each attempt is one line of the log. It holds addresses, counts and codes: never a key, a message or a text.
 */
export function asAttempts<Activities extends object>(
  activities: Activities,
  tools: AttemptTools,
): Activities {
  const wrapped = Object.entries(activities).map(([name, activity]) => [
    name,
    attempting(activity as Activity, tools),
  ]);
  return Object.fromEntries(wrapped) as Activities;
}

function attempting(activity: Activity, { log, troubles, secrets }: AttemptTools) {
  return async (...args: never[]): Promise<unknown> => {
    const info = activityInfo();
    const address = addressOf(args[0]);
    const began = performance.now();
    const trouble = {
      runKey: address.run ?? '',
      what: info.activityType + (address.iteration === undefined ? '' : ` of iteration ${address.iteration}`),
      part: `${info.workflowExecution?.workflowId} ${info.activityId}`,
    };
    const written = (outcome: string, more: object = {}) => ({
      activity: info.activityType,
      workflowId: info.workflowExecution?.workflowId,
      workflowRunId: info.workflowExecution?.runId,
      activityId: info.activityId,
      ...address,
      attempt: info.attempt,
      ms: Math.round(performance.now() - began),
      outcome,
      ...more,
    });
    try {
      const result = await activity(...args);
      troubles.over(trouble);
      log.info(written('done'), 'attempt');
      return result;
    } catch (error) {
      if (error instanceof CancelledFailure) {
        troubles.over(trouble);
        log.info(written('cancelled'), 'attempt');
        throw error;
      }
      if (error instanceof ApplicationFailure && error.type === types.invalidInput) {
        troubles.over(trouble);
        log.warn(written(types.invalidInput), 'attempt');
        throw error;
      }
      const failure = classifyError(error);
      const { kind, code, about, retryAfterMs } = failure;
      const message = redact(failure.message, secrets);
      const frames = kind === 'defect' ? framesOf(error) : undefined;
      log[kind === 'defect' ? 'error' : 'warn'](
        written(kind, { code, about, retryAfterMs, frames }),
        'attempt',
      );
      if (kind !== 'passing') {
        troubles.over(trouble);
        throw forPeople({ ...failure, message }, info.activityType, frames);
      }
      const now = Date.now();
      troubles.failed(trouble, {
        message,
        now,
        ...(info.attempt > 1 && { since: info.scheduledTimestampMs }), // here or elsewhere: it never got further
        ...(retryAfterMs !== undefined && { againIn: retryAfterMs }),
      });
      throw ApplicationFailure.create({
        message,
        type: types.passing,
        category: ApplicationFailureCategory.BENIGN, // no alarm
        details: [{ kind, code }],
        ...(retryAfterMs !== undefined && { nextRetryDelay: retryAfterMs }),
      });
    }
  };
}

function forPeople(
  failure: Failure,
  activity: string,
  frames: readonly string[] | undefined,
): ApplicationFailure {
  const { kind, message, code, about } = failure;
  const isDefect = kind === 'defect';
  return ApplicationFailure.create({
    message: isDefect
      ? `A defect of Seedbed in ${activity}: ${message.replace(/\.$/, '')}. Please report it, with what the worker's log says of this attempt; resumed, it is tried again.`
      : message,
    type: isDefect ? types.defect : types.needsMending,
    nonRetryable: true,
    details: [{ kind, code, about, frames }],
  });
}

/** Where an error was thrown, without what it says, which may quote a text. */
function framesOf(error: unknown): readonly string[] {
  const stack = isError(error) ? (error.stack ?? '') : '';
  return stack
    .split('\n')
    .flatMap((line) => /^\s+at (.+)$/.exec(line)?.[1] ?? [])
    .slice(0, 8);
}

interface AttemptAddress {
  readonly run?: string;
  readonly iteration?: number;
  readonly stage?: string;
  readonly batch?: number;
  readonly shard?: { readonly endpoint?: string; readonly from: number; readonly to: number };
}

/** What an activity is asked to work on, as far as it is an address: names and numbers, and nothing of a recipe or a verdict. */
function addressOf(argument: unknown): AttemptAddress {
  const given = record(argument);
  const { iteration, runKey } = { ...record(given['input']), ...given };
  const { workflowId, firstRunId, stage, batch, endpoint, from, to } = given;
  const isPrepared = typeof workflowId === 'string' && typeof firstRunId === 'string';
  const run = typeof runKey === 'string' ? runKey : isPrepared ? `${workflowId}@${firstRunId}` : undefined;
  const shard =
    typeof from === 'number' && typeof to === 'number'
      ? { ...(typeof endpoint === 'string' && { endpoint }), from, to }
      : undefined;
  return {
    ...(run !== undefined && { run }),
    ...(typeof iteration === 'number' && { iteration }),
    ...(typeof stage === 'string' && { stage }),
    ...(typeof batch === 'number' && { batch }),
    ...(shard && { shard }),
  };
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
