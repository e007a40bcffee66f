import { ApplicationFailure } from '@temporalio/activity';
import { budgetLinesOf } from '../adapters/store/budgets';
import { ExtensionStore } from '../adapters/store/extensionStore';
import { listsToWrite } from '../core/proposing/template/writeLists';
import { readRaise, type Change } from '../core/run/changes';
import {
  acceptedIn,
  budgetNow,
  carriedAfterEnd,
  targetOfExtension,
  type ExtensionInput,
} from '../core/run/extension';
import { invalidInput } from '../core/run/failureTypes';
import type { CarriedRun } from '../core/run/runProgress';
import { identityOf } from '../core/vocabulary/runKey';
import type { ActivityDependencies } from './dependencies';
import { heartbeating } from './heartbeating';
import { preparedRun } from './preparedRun';

export interface ExtendInput {
  readonly input: ExtensionInput;
  readonly workflowId: string;
  readonly firstRunId: string;
}

/** How a run goes on after its end. */
export function createExtensionActivities(dependencies: ActivityDependencies) {
  const { database, runs, memory, loadRun } = dependencies;
  const extensions = new ExtensionStore(database);

  /** @throws ApplicationFailure with a sentence where the run can't be extended so. */
  async function reopen(runKey: string, { input, firstRunId }: ExtendInput): Promise<void> {
    const { setup } = await loadRun(runKey);
    const left = await extensions.left(runKey);
    const accepted = acceptedIn(left);
    const target = possible(
      targetOfExtension(
        {
          ...{ name: identityOf(runKey).workflowId, accepted, committed: left.committed.length },
          ...{ target: await extensions.targetOf(runKey), maxIterations: setup.recipe.iteration.max },
        },
        input.target,
      ),
    );
    const budget = budgetNow(setup.recipe.budget, await budgetLinesOf(database, runKey));
    const raise = input.budget && possible(readRaise(input.budget, budget));
    await extensions.reopen(runKey, firstRunId, { target, accepted, raise });
  }

  return {
    /**
     * Opens a run again that has ended, and says how it goes on. Nobody else does meanwhile, since whoever asks has the run's workflow id. Safe to
     * be done again.
     */
    async extendRun(asked: ExtendInput): Promise<CarriedRun> {
      return heartbeating(async () => {
        const { input, workflowId, firstRunId } = asked;
        const runKey = (await runs.find(input.extend))?.runKey;
        if (runKey === undefined) throw invalid(`There is no run "${input.extend}" to be extended.`);
        const { workflowId: name } = identityOf(runKey);
        if (workflowId !== name)
          throw invalid(
            `A run is extended under its own name, so that it never goes on twice: start the workflow with the id "${name}", not "${workflowId}".`,
          );
        memory.forget(runKey); // of lists that were written since, for one
        if (!(await extensions.isReopened(runKey, firstRunId))) await reopen(runKey, asked);
        // Read after it is open: a batch that is done from now on tells the run, and any other is among these.
        const left = await extensions.left(runKey);
        const target = await extensions.targetOf(runKey);
        const { setup, materials } = await loadRun(runKey);
        const { recipe } = setup;
        const missing = Math.max(1, target - acceptedIn(left));
        const prepared = preparedRun({ runKey, setup }, missing, dependencies);
        const budget = budgetNow(recipe.budget, await budgetLinesOf(database, runKey));
        return carriedAfterEnd(
          {
            ...prepared,
            ...{ target, isTargetChanged: target !== recipe.target },
            maxIterations: recipe.iteration.max ?? left.committed.length + prepared.maxIterations,
            listsToWrite: listsToWrite(recipe).filter(({ name }) => !materials.lists[name]).length,
            ...(budget && { budget }),
          },
          left,
        );
      });
    },
  };
}

function possible<Value>(change: Change<Value>): Value {
  if (!change.ok) throw invalid(change.problem);
  return change.value;
}

function invalid(message: string): ApplicationFailure {
  return ApplicationFailure.create({ message, type: invalidInput, nonRetryable: true });
}
