import { ApplicationFailure } from '@temporalio/activity';
import { unpricedInDollars } from '../adapters/prices/dollarBudget';
import { costNow } from '../adapters/store/costStore';
import { exportIntoWorkspace } from '../adapters/exports/exportDataset';
import type { RunKind } from '../adapters/store/runStore';
import { endpointTraits, type Configuration } from '../adapters/workspace/configuration';
import { knowledgeOfRecipe } from '../adapters/knowledge/knowledgeOfRecipe';
import { KnowledgeFolders } from '../adapters/store/knowledgeFolders';
import { budgetLinesOf, setLimits } from '../adapters/store/budgets';
import { setRate } from '../adapters/store/endpointPools';
import { loadMaterials } from '../adapters/workspace/loadMaterials';
import { loadPromptSet } from '../adapters/workspace/loadPrompts';
import { loadRecipe, type LoadedRecipe } from '../adapters/workspace/loadRecipe';
import { requireWebhook } from '../adapters/webhook/postReminder';
import { fluency } from '../core/screening/filters/fluency';
import { UserError } from '../core/foundations/userError';
import { requireTextsToCalibrate } from '../core/screening/filters/seedCalibration';
import { checkRecipe } from '../core/run/checkRecipe';
import { measuresOf } from '../core/run/estimate/measures';
import { describeProblems } from '../core/recipe/problems';
import { overridesOfRun, type RunInput } from '../core/recipe/runInput';
import { invalidInput } from '../core/run/failureTypes';
import { iterationShape, slotsOf } from '../core/run/iterationShape';
import type { PreparedRun } from '../core/run/runProgress';
import type { RunCost } from '../core/run/cost/runCost';
import type { Cause } from '../core/run/pause';
import type { NewRate, Raise } from '../core/run/changes';
import type { BudgetLine } from '../core/teacher/budget/budgetState';
import type { Recipe } from '../core/recipe/schema';
import type { RunMaterials, RunSetup } from '../core/recipe/runSetup';
import { setUpRun } from '../core/recipe/setUpRun';
import type { RunState } from '../core/run/status';
import type { ActivityDependencies } from './dependencies';
import { heartbeating } from './heartbeating';
import { createExtensionActivities } from './extensionActivities';
import { createPlanActivities } from './planActivities';
import { preparedRun } from './preparedRun';

export interface PrepareInput {
  readonly input: RunInput;
  readonly workflowId: string;
  readonly firstRunId: string;
  readonly kind: RunKind;
}

export interface RunNote {
  readonly runKey: string;
  readonly state: RunState;
  readonly detail: string;
  readonly ended: boolean;
  /** Why it is paused, or what it failed of; null for every other state. */
  readonly cause: Cause | null;
}

/** What a run begins and ends with, and the steps between that only touch the store. */
export function createRunActivities(dependencies: ActivityDependencies) {
  const { workspace, configuration, database, runs, memory, loadRun, batches, purchaser } = dependencies;
  return {
    ...createPlanActivities(dependencies),
    ...createExtensionActivities(dependencies),

    /** Checks a run's argument down to its seeds and endpoints, and snapshots all of it. Everything later reads the snapshot. */
    async prepareRun({ input, workflowId, firstRunId, kind }: PrepareInput): Promise<PreparedRun> {
      return heartbeating(async () => {
        const { loaded, materials: read, prompts, own } = await loadAll(input, dependencies);
        const { recipe } = loaded;
        const materials = {
          ...read,
          ...(await takeUpFor(loaded, dependencies)),
          ...(own && { own: own.identity }),
        };
        if (kind === 'preview') delete recipe.review; // nobody waits for a preview's batches
        const setUp = setUpRun(recipe, prompts, endpointTraits(configuration), configuration.defaultEndpoint);
        if (!setUp.ok) throw invalid(setUp.problem);
        requirePrices(setUp.setup, materials, configuration);
        const { runKey, setup } = await runs.prepare(
          { workflowId, firstRunId, name: input.name },
          setUp.setup,
          materials,
          recipe.target,
          kind,
        );
        return preparedRun({ runKey, setup }, setup.recipe.target, dependencies);
      });
    },

    /** Shows the store, and so everybody who asks it, what the run is at. Returns what it has cost where that is its end. */
    async noteRun({ runKey, state, detail, ended, cause }: RunNote): Promise<RunCost | null> {
      return heartbeating(async () => {
        if (ended) await purchaser.settled(runKey); // what idle slots asked ahead waits for no shard
        if (ended) await Promise.all([runs.abandonOpen(runKey), batches.abandon(runKey)]);
        await runs.note(runKey, state, detail, ended, cause);
        if (ended) memory.forget(runKey);
        return ended ? costNow(database, runKey) : null;
      });
    },

    /** New limits of a run's budget, or of a role's in it. Returns what is left. */
    async raiseBudget({
      runKey,
      role,
      ...limits
    }: Raise & { runKey: string }): Promise<readonly BudgetLine[]> {
      return heartbeating(async () => {
        await setLimits(database, runKey, role, limits);
        return budgetLinesOf(database, runKey);
      });
    },

    /** Another target, and how many iterations there may be for it. */
    async changeTarget({
      runKey,
      pairs,
    }: {
      runKey: string;
      pairs: number;
    }): Promise<{ maxIterations: number }> {
      return heartbeating(async () => {
        const { setup } = await loadRun(runKey);
        await runs.changeTarget(runKey, pairs);
        const slots = slotsOf(setup, (name) => configuration.endpoints[name]);
        return iterationShape({ ...setup.recipe, target: pairs }, slots);
      });
    },

    /** Most requests a minute of what the run asks, for all workers. Returns of which endpoints. */
    async setRate({
      runKey,
      requestsPerMinute,
      endpoint,
    }: NewRate & { runKey: string }): Promise<{ endpoints: readonly string[] }> {
      return heartbeating(async () => {
        const { roles, routes, judges = [] } = (await loadRun(runKey)).setup;
        const asked = [...Object.values(roles), ...routes, ...judges];
        const meant = asked.filter((one) => endpoint === undefined || one.endpoint === endpoint);
        const names = (of: typeof asked) => [...new Set(of.map((one) => one.endpoint))];
        if (meant.length === 0)
          throw new UserError(`The run asks no endpoint "${endpoint}": it asks ${names(asked).join(', ')}.`);
        await setRate(database, meant, requestsPerMinute);
        return { endpoints: names(meant) };
      });
    },

    /** Writes the accepted pairs into the workspace. Returns the file's path, relative to the workspace. */
    async exportRun({ runKey }: { runKey: string }): Promise<string> {
      return heartbeating((signal) => exportIntoWorkspace(database, runKey, workspace, signal));
    },
  };
}

export type RunActivities = ReturnType<typeof createRunActivities>;

/** A recipe with everything that it names, checked to the last list. */
async function loadAll(
  input: RunInput,
  { workspace, configuration, filtersOf, loadOwn, languageModelName }: ActivityDependencies,
) {
  try {
    const loaded = await loadRecipe({
      recipe: input.recipe,
      overrides: overridesOfRun(input),
      workspace,
    });
    const { recipe } = loaded;
    const { materials } = await loadMaterials(loaded);
    const problems = checkRecipe(recipe, materials);
    if (problems.length > 0) throw new UserError(describeProblems(problems, loaded.source));
    await filtersOf(recipe);
    const own = await loadOwn(recipe);
    if (fluency.isOn(recipe)) requireTextsToCalibrate(recipe, materials.seeds, languageModelName);
    requireWebhook(recipe, configuration);
    requireModeration(recipe, configuration);
    return { loaded, materials, own, prompts: await loadPromptSet(recipe.prompts, workspace) };
  } catch (error) {
    throw error instanceof UserError ? invalid(error.message) : error;
  }
}

/** Reads the documents that the recipe names; what could not be used is kept for `seedbed knowledge list`. */
async function takeUpFor(
  loaded: LoadedRecipe,
  { knowledge, database, workspace }: ActivityDependencies,
): Promise<Pick<RunMaterials, 'knowledge'>> {
  try {
    const taken = await knowledgeOfRecipe(knowledge, loaded, workspace);
    if (!taken) return {};
    await new KnowledgeFolders(database).save(`recipe ${loaded.recipe.name}`, taken.corpus, taken.unused);
    return { knowledge: taken.corpus };
  } catch (error) {
    throw error instanceof UserError ? invalid(error.message) : error;
  }
}

/** Who is to be asked for moderation has to be there: nothing may be taken for safe since nobody looked. */
function requireModeration({ safety }: Recipe, { moderation }: Configuration): void {
  if (!safety?.moderation || moderation) return;
  throw new UserError(
    'safety.moderation asks a moderation endpoint, and this worker has none: name one in "moderation" of seedbed.config.yaml ({ endpoint, model }) and start the worker again, or leave safety.moderation out.',
  );
}

function requirePrices(setup: RunSetup, materials: RunMaterials, configuration: Configuration): void {
  const { recipe, roles, routes, judges = [] } = setup;
  const asked = [
    ...[...Object.values(roles), ...routes, ...judges],
    ...measuresOf(recipe, materials, configuration),
  ];
  const unpriced = unpricedInDollars(recipe, configuration, asked, new Date());
  if (unpriced !== undefined) throw invalid(unpriced);
}

function invalid(message: string): ApplicationFailure {
  return ApplicationFailure.create({ message, type: invalidInput, nonRetryable: true });
}
