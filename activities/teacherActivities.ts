import { ApplicationFailure } from '@temporalio/common';
import { invalidInput } from '../core/run/failureTypes';
import type { ShardOutcome, StageShard } from '../core/run/iteration';
import { stageNamed } from '../core/run/stages';
import { listsToWrite, writeListInquiry } from '../core/proposing/template/writeLists';
import { beforeIterations, type ActivityDependencies } from './dependencies';
import { heartbeating } from './heartbeating';
import { OpenedStages } from './openedStages';
import { holdShard, priorities } from './holdShard';

/** Everything that costs money. One activity is one shard of requests, run concurrently; the limiter decides how many at once. */
export function createTeacherActivities(dependencies: ActivityDependencies) {
  const { stages, runs, loadRun } = dependencies;
  const openedStages = new OpenedStages(stages);
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
        const inquiries = asks
          .filter((ask) => ask.endpoint === endpoint)
          .slice(from, to)
          .map(({ inquiry, order }) => ({ inquiry: inquiry(), order }));
        return holdShard(dependencies, run, input, priorities[stageNamed(name).of], inquiries, signal);
      });
    },
  };
}

export type TeacherActivities = ReturnType<typeof createTeacherActivities>;

function noList(name: string, reason: string): ApplicationFailure {
  const message = `The teacher was asked for the values of the list "${name}", and none could be read: ${reason} Describe the list in other words, or write its values into the recipe.`;
  return ApplicationFailure.create({ message, type: invalidInput, nonRetryable: true });
}
