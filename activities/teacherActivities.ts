import { ApplicationFailure } from '@temporalio/common';
import { invalidInput } from '../core/run/failureTypes';
import { batchSettingsOf, modeOf } from '../core/recipe/askingMode';
import { nextOfBatches } from '../core/teacher/batch/nextBatch';
import type { BatchedStage, BatchProgress, ShardOutcome, StageShard } from '../core/run/iteration';
import { stageNamed } from '../core/run/stages';
import { listsToWrite, writeListInquiry } from '../core/proposing/template/writeLists';
import { AskingAhead } from './askingAhead';
import { beforeIterations, ledgerScope, type ActivityDependencies } from './dependencies';
import { heartbeating } from './heartbeating';
import { holdAsFarAs } from './inquiring';
import { OpenedStages } from './openedStages';
import { StageViews } from './stageViews';
import { holdShard, priorities } from './holdShard';

/** Everything that costs money. One activity is one shard of requests, run concurrently; the limiter decides how many at once. */
export function createTeacherActivities(dependencies: ActivityDependencies) {
  const { stages, runs, loadRun, ledger, batches, batchPurchaser } = dependencies;
  const views = StageViews.of(stages);
  const openedStages = new OpenedStages(views);
  const askingAhead = new AskingAhead(dependencies);
  return {
    /** Has the teacher write the lists of values that templates ask it for, once for the run. */
    async writeLists({ runKey }: { runKey: string }): Promise<ShardOutcome> {
      return heartbeating(async (signal) => {
        const run = await runs.load(runKey); // anew: what is remembered of the run from here on has its lists
        const { setup } = run;
        const lists = listsToWrite(setup.recipe);
        const inquiries = lists.map((list, order) => ({
          inquiry: writeListInquiry(setup, list),
          order,
        }));
        const address = { iteration: beforeIterations };
        return holdShard(
          dependencies,
          run,
          address,
          priorities.instruction,
          inquiries,
          signal,
          async (outcomes) => {
            for (const [index, { name }] of lists.entries()) {
              const outcome = outcomes[index];
              if (!outcome) continue;
              if ('unreadable' in outcome) throw noList(name, outcome.unreadable);
              await runs.saveList(runKey, name, outcome.values);
            }
          },
        );
      });
    },

    /** Asks a shard of what a stage asks of one endpoint. What it says is read from the ledger, by `readStage`. */
    async askStage({ input, stage: name, endpoint, from, to }: StageShard): Promise<ShardOutcome> {
      return heartbeating(async (signal) => {
        const run = await loadRun(input.runKey);
        const { asks } = await openedStages.open(run, input, name);
        const own = asks.filter((ask) => ask.endpoint === endpoint).slice(from, to);
        const ahead =
          name === 'propose'
            ? askingAhead.besideProposals(run, input, await views.at(input, name), signal)
            : undefined;
        const inquiries = own.map(({ inquiry, order }) => ({
          inquiry: ahead ? ahead.hearing(order, inquiry()) : inquiry(),
          order,
        }));
        try {
          return await holdShard(
            dependencies,
            run,
            input,
            priorities[stageNamed(name).of],
            inquiries,
            signal,
          );
        } catch (error) {
          ahead?.end();
          await ahead?.settled(); // who breaks a shard off is told when nothing of it is in flight
          throw error;
        } finally {
          ahead?.end();
        }
      });
    },

    /**
     * Looks once after what a stage asks of one endpoint by batch: makes batches, collects those that have ended, and says what is next.
     * Holds no worker while the provider works.
     */
    async advanceBatches({ input, stage, endpoint, isStopping }: BatchedStage): Promise<BatchProgress> {
      return heartbeating(async (signal) => {
        const run = await loadRun(input.runKey);
        const { recipe } = run.setup;
        const { runKey, iteration } = input;
        const at = { runKey, iteration, stage, endpoint };
        const account = {
          at,
          address: {
            scope: ledgerScope(run),
            runKey,
            iteration,
            weight: recipe.weight,
            budget: recipe.budget,
          },
          signal,
        };
        const open = await batchPurchaser.lookAfter(account, isStopping);
        if (open > 0) return { next: 'wait', open };
        if (isStopping) return { next: 'done', open };
        const { asks } = await openedStages.open(run, input, stage);
        const own = asks.filter((ask) => ask.endpoint === endpoint).map(({ inquiry }) => inquiry());
        const { waitingFor } = await holdAsFarAs(own, (keys) => ledger.lookUp(ledgerScope(run), keys));
        const tries = await batches.tries(at);
        const waiting = await Promise.all(
          [...waitingFor].map(async ([callKey, request]) => ({
            callKey,
            mode:
              request.endpoint === endpoint && (await batchPurchaser.takes(request))
                ? modeOf(recipe, request.role)
                : 'online',
            ...(tries.get(callKey) ?? { tries: 0, isRefused: false }),
          })),
        );
        const from = batchSettingsOf(recipe)?.from ?? Infinity;
        const next = nextOfBatches(waiting, { open, ended: await batches.ended(at) }, from);
        if (next.kind !== 'submit') return { next: next.kind, open };
        const chosen = next.callKeys.flatMap((key) => waitingFor.get(key) ?? []);
        await batchPurchaser.plan(account, chosen, from);
        return { next: 'wait', open: await batchPurchaser.lookAfter(account, false) };
      });
    },
  };
}

export type TeacherActivities = ReturnType<typeof createTeacherActivities>;

function noList(name: string, reason: string): ApplicationFailure {
  const message = `The teacher was asked for the values of the list "${name}", and none could be read: ${reason} Describe the list in other words, or write its values into the recipe.`;
  return ApplicationFailure.create({ message, type: invalidInput, nonRetryable: true });
}
