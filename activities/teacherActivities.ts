import { ApplicationFailure, ApplicationFailureCategory } from '@temporalio/common';
import { PurchaseStopped } from '../adapters/purchasing/purchaser';
import type { RespondedCandidate } from '../adapters/store/iterationStore';
import type { StoredRun } from '../adapters/store/runStore';
import { needsMending } from '../core/run/failureTypes';
import type { Shard, ShardOutcome } from '../core/run/iteration';
import { writeResponses, type WritingOutcome } from '../core/strategies/selfInstruct/writeResponses';
import { callKey } from '../core/teacher/callKey';
import type { TeacherAnswer, TeacherRequest } from '../core/teacher/request';
import { ledgerScope, type ActivityDependencies } from './dependencies';
import { heartbeating } from './heartbeating';

/** Proposals go first: few requests, that everything else waits for. Then older iterations before newer ones. */
const proposalsFirst = 0;
const responsesAfter = 1;

/** Everything that costs money. One activity is one shard of requests, run concurrently; the limiter decides how many at once. */
export function createTeacherActivities(dependencies: ActivityDependencies) {
  const { iterations, ledger, purchaser, loadRun } = dependencies;

  /** A way to ask for one shard: answers of an earlier attempt first, then the limiter's line. */
  async function openShard({ input }: Shard, run: StoredRun, stage: number, signal: AbortSignal) {
    const address = { scope: ledgerScope(run), runKey: run.runKey, iteration: input.iteration };
    const known = await ledger.answersOf(address);
    const abort = new AbortController();
    const stop = AbortSignal.any([signal, abort.signal]);
    const count = { answered: 0, sent: 0 };
    const ask = async (request: TeacherRequest, order: number): Promise<TeacherAnswer> => {
      const answer = known.get(callKey(request));
      if (answer) {
        count.answered++;
        return answer;
      }
      const purchase = await purchaser.buy(address, request, [stage, input.iteration, order], stop);
      count.answered++;
      if (purchase.sent) count.sent++;
      return purchase.answer;
    };
    /** Runs every task to its end. The first failure stops the others from sending, and is thrown when all have settled. */
    const settleAll = async <Result>(
      tasks: readonly (() => Promise<Result>)[],
    ): Promise<{ results: Result[]; failure: unknown }> => {
      let failure: unknown;
      const settled = await Promise.allSettled(
        tasks.map((task) =>
          task().catch((error: unknown) => {
            failure ??= error;
            abort.abort(error);
            throw error;
          }),
        ),
      );
      return {
        results: settled.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : [])),
        failure,
      };
    };
    return { ask, settleAll, count };
  }

  return {
    /** Sends the planned proposal prompts of a shard. The answers are in the ledger; nothing reads them here. */
    async propose(shard: Shard): Promise<ShardOutcome> {
      return heartbeating(async (signal) => {
        const run = await loadRun(shard.input.runKey);
        const plan = (await iterations.readPlan(shard.input)) ?? [];
        const { ask, settleAll, count } = await openShard(shard, run, proposalsFirst, signal);
        const tasks = plan.slice(shard.from, shard.to).map(
          ({ request }, index) =>
            () =>
              ask(request, shard.from + index),
        );
        const { failure } = await settleAll(tasks);
        if (failure !== undefined) throw toTemporal(failure);
        return count;
      });
    },

    /** Writes the responses of a shard of candidates. What was finished is kept, also when the shard is broken off. */
    async respond(shard: Shard): Promise<ShardOutcome> {
      return heartbeating(async (signal) => {
        const run = await loadRun(shard.input.runKey);
        const candidates = await iterations.openCandidates(shard.input, shard.from, shard.to);
        const { ask, settleAll, count } = await openShard(shard, run, responsesAfter, signal);
        const tasks = candidates.map(({ ordinal, instruction }) => async () => {
          const writing = writeResponses(run.setup, run.seeds, instruction);
          let step = writing.next();
          while (!step.done)
            step = writing.next(await Promise.all(step.value.map((request) => ask(request, ordinal))));
          return toResponded(ordinal, step.value);
        });
        const { results, failure } = await settleAll(tasks);
        await iterations.saveResponded(shard.input, results);
        if (failure !== undefined) throw toTemporal(failure);
        return count;
      });
    },
  };
}

export type TeacherActivities = ReturnType<typeof createTeacherActivities>;

function toResponded(ordinal: number, outcome: WritingOutcome): RespondedCandidate {
  if (outcome.kind === 'unusable') {
    return {
      ordinal,
      classification: null,
      unusable: { reason: outcome.reason, raw: outcome.raw },
      responses: [],
    };
  }
  const responses = outcome.responses.map(({ input, text, finishReason, request }, response) => ({
    response,
    input,
    text,
    finishReason,
    callKey: callKey(request),
  }));
  return { ordinal, classification: outcome.classification, unusable: null, responses };
}

/**
 * What Temporal should do about a shard that stopped. A long wait is made durable and frees the worker; what somebody must
 * mend is not retried, since the workflow pauses on it. Anything else is retried as it is.
 */
function toTemporal(error: unknown): unknown {
  if (!(error instanceof PurchaseStopped)) return error;
  const { kind, retryAfterMs, message } = error.failure;
  if (kind === 'unusable' || kind === 'quotaExhausted')
    return ApplicationFailure.create({ message, type: needsMending, nonRetryable: true });
  return ApplicationFailure.create({
    message,
    type: 'TeacherAsksToWait',
    ...(retryAfterMs === undefined ? {} : { nextRetryDelay: retryAfterMs }),
    category: ApplicationFailureCategory.BENIGN,
  });
}
