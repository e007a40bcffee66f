import { ApplicationFailure, ApplicationFailureCategory } from '@temporalio/common';
import { PurchaseStopped } from '../adapters/purchasing/purchaser';
import type { StoredRun } from '../adapters/store/runStore';
import { invalidInput, needsMending } from '../core/run/failureTypes';
import { classifyConversation } from '../core/screening/cells/classifyConversation';
import { judgeConversation } from '../core/screening/judging/judgeConversation';
import { judgingGroups } from '../core/screening/judging/judgingGroups';
import { respondConversation, type WritingOutcome } from '../core/responding/respondConversation';
import type { IterationInput, ResponseShard, Shard, ShardOutcome } from '../core/run/iteration';
import { sameTaskConversation } from '../core/screening/sameTask/sameTaskConversation';
import type { RespondedCandidate } from '../core/vocabulary/screenedCandidate';
import type { Conversation } from '../core/teacher/conversation';
import { proposalConversation } from '../core/proposing/proposalConversation';
import { listsToWrite, writeListConversation } from '../core/proposing/template/writeLists';
import { callKey } from '../core/teacher/callKey';
import type { TeacherAnswer, TeacherRequest } from '../core/teacher/request';
import { converse } from './conversing';
import { ledgerScope, type ActivityDependencies } from './dependencies';
import { heartbeating } from './heartbeating';

/** Proposals go first: few requests, that everything else waits for. Then older iterations before newer ones. */
const before = 0;
const after = 1;

/** Where the lists are in the ledger that are written before the first iteration. */
const beforeIterations = -1;

/** Everything that costs money. One activity is one shard of requests, run concurrently; the limiter decides how many at once. */
export function createTeacherActivities(dependencies: ActivityDependencies) {
  const { iterations, ledger, purchaser, runs, loadRun } = dependencies;

  /** A way to ask for one shard: answers of an earlier attempt first, then the limiter's line. */
  async function openShard(
    input: Pick<IterationInput, 'iteration'>,
    run: StoredRun,
    stage: number,
    signal: AbortSignal,
  ) {
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
    /**
     * Holds every conversation to its end, all at once. The first failure stops the others from sending, and is thrown when all
     * have settled; what came to an end by then is handed out first.
     */
    const holdAll = async <Outcome>(
      conversations: readonly { readonly conversation: Conversation<Outcome>; readonly order: number }[],
      keep: (held: readonly (Held<Outcome> | undefined)[]) => Promise<void>,
    ): Promise<ShardOutcome> => {
      let failure: unknown;
      const settled = await Promise.allSettled(
        conversations.map(async ({ conversation, order }) => {
          const calls: string[] = [];
          try {
            const outcome = await converse(conversation, (request) => {
              calls.push(callKey(request));
              return ask(request, order);
            });
            return { outcome, calls };
          } catch (error) {
            failure ??= error;
            abort.abort(error);
            throw error;
          }
        }),
      );
      await keep(settled.map((result) => (result.status === 'fulfilled' ? result.value : undefined)));
      if (failure !== undefined) throw toTemporal(failure);
      return count;
    };
    return holdAll;
  }

  const nothingToKeep = () => Promise.resolve(); // the ledger has the answers, and the next step reads them there

  return {
    /** Has the teacher write the lists of values that templates ask it for, once for the run. */
    async writeLists({ runKey }: { runKey: string }): Promise<ShardOutcome> {
      return heartbeating(async (signal) => {
        const run = await runs.load(runKey); // anew: what is remembered of the run from here on has its lists
        const { setup } = run;
        const lists = listsToWrite(setup.recipe);
        const holdAll = await openShard({ iteration: beforeIterations }, run, before, signal);
        const conversations = lists.map((list, order) => ({
          conversation: writeListConversation(setup, list),
          order,
        }));
        return holdAll(conversations, async (held) => {
          for (const [index, { name }] of lists.entries()) {
            const outcome = held[index]?.outcome;
            if (!outcome) continue;
            if ('unusable' in outcome) throw noList(name, outcome.unusable);
            await runs.saveList(runKey, name, outcome.values);
          }
        });
      });
    },

    /** Comes up with the instructions of a shard of planned works. The answers are in the ledger; nothing is kept beside them. */
    async propose({ input, from, to }: Shard): Promise<ShardOutcome> {
      return heartbeating(async (signal) => {
        const run = await loadRun(input.runKey);
        const plan = await iterations.readPlan(input);
        const holdAll = await openShard(input, run, before, signal);
        const context = { ...run, iteration: input.iteration };
        const conversations = plan
          .slice(from, to)
          .map((work, index) => ({ conversation: proposalConversation(context, work), order: from + index }));
        return holdAll(conversations, nothingToKeep);
      });
    },

    /** Has the judge say of a shard of instructions whether they repeat the neighbours of which the rule is not sure. */
    async compare({ input, from, to }: Shard): Promise<ShardOutcome> {
      return heartbeating(async (signal) => {
        const run = await loadRun(input.runKey);
        const candidates = (await iterations.doubtful(input)).slice(from, to);
        const holdAll = await openShard(input, run, before, signal);
        const conversations = candidates.map(({ ordinal, doubts }) => ({
          conversation: sameTaskConversation(run.setup, doubts),
          order: ordinal,
        }));
        return holdAll(conversations, nothingToKeep);
      });
    },

    /** Has the cells of a shard of instructions told. */
    async classify({ input, from, to }: Shard): Promise<ShardOutcome> {
      return heartbeating(async (signal) => {
        const run = await loadRun(input.runKey);
        const candidates = (await iterations.unclassified(input)).slice(from, to);
        const holdAll = await openShard(input, run, before, signal);
        const conversations = candidates.map(({ ordinal, instruction }) => ({
          conversation: classifyConversation(run.setup, instruction),
          order: ordinal,
        }));
        return holdAll(conversations, nothingToKeep);
      });
    },

    /** Writes the responses of a shard of candidates. What was finished is kept, also when the shard is broken off. */
    async respond({ input, pool, from, to }: ResponseShard): Promise<ShardOutcome> {
      return heartbeating(async (signal) => {
        const run = await loadRun(input.runKey);
        const candidates = await iterations.openCandidates(input, pool, from, to);
        const holdAll = await openShard(input, run, after, signal);
        const conversations = candidates.map(({ ordinal, ...candidate }) => ({
          conversation: respondConversation(run, candidate),
          order: ordinal,
        }));
        return holdAll(conversations, (held) =>
          iterations.saveResponded(
            input,
            candidates.flatMap(({ ordinal }, index) => {
              const one = held[index];
              return one ? [toResponded(ordinal, one)] : [];
            }),
          ),
        );
      });
    },

    /** Has the pairs of a shard of candidates judged; a group of pairs belongs to the shard that has its first. */
    async judge({ input, from, to }: Shard): Promise<ShardOutcome> {
      return heartbeating(async (signal) => {
        const run = await loadRun(input.runKey);
        const candidates = await iterations.judgeable(input);
        const holdAll = await openShard(input, run, after, signal);
        const groups = judgingGroups(run.setup.recipe, candidates).filter(
          ({ candidate }) => candidate >= from && candidate < to,
        );
        const conversations = groups.map(({ candidate, pairs }) => ({
          conversation: judgeConversation(run.setup, pairs),
          order: candidates[candidate]?.ordinal ?? candidate,
        }));
        return holdAll(conversations, nothingToKeep);
      });
    },
  };
}

/** A conversation that came to its end, and the keys of its calls. */
interface Held<Outcome> {
  readonly outcome: Outcome;
  readonly calls: readonly string[];
}

export type TeacherActivities = ReturnType<typeof createTeacherActivities>;

function toResponded(ordinal: number, { outcome, calls }: Held<WritingOutcome>): RespondedCandidate {
  if (outcome.kind === 'unusable') {
    return {
      ordinal,
      calls,
      classification: null,
      unusable: { reason: outcome.reason, raw: outcome.raw },
      responses: [],
    };
  }
  const responses = outcome.responses.map(({ input, text, finishReason, request, prompts }, response) => ({
    response,
    input,
    text,
    finishReason,
    callKey: callKey(request),
    pool: request.pool,
    model: request.model,
    prompts,
  }));
  return { ordinal, calls, classification: outcome.classification, unusable: null, responses };
}

function noList(name: string, reason: string): ApplicationFailure {
  const message = `The teacher was asked for the values of the list "${name}", and none could be read: ${reason} Describe the list in other words, or write its values into the recipe.`;
  return ApplicationFailure.create({ message, type: invalidInput, nonRetryable: true });
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
