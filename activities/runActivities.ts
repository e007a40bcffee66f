import { ApplicationFailure } from '@temporalio/activity';
import { exportIntoWorkspace } from '../adapters/store/exportDataset';
import { endpointTraits } from '../adapters/workspace/configuration';
import { loadRecipe } from '../adapters/workspace/loadRecipe';
import { UserError } from '../core/errors/userError';
import { paperPrompts } from '../core/prompts/paper';
import { overridesOfRun, type RunInput } from '../core/recipe/runInput';
import type { Recipe } from '../core/recipe/schema';
import { invalidInput } from '../core/run/failureTypes';
import type { IterationInput } from '../core/run/iteration';
import type { PreparedRun } from '../core/run/runProgress';
import type { RoleSetup, RunSetup } from '../core/run/setup';
import type { RunState } from '../core/run/status';
import { seedsOfRecipe } from '../core/seeds/seedsOfRecipe';
import { planProposals } from '../core/strategies/selfInstruct/planProposals';
import type { EndpointTraits } from '../core/teacher/endpoint';
import { teacherQueue } from '../core/run/queues';
import type { ActivityDependencies } from './dependencies';

export interface PrepareInput {
  readonly input: RunInput;
  readonly workflowId: string;
  readonly firstRunId: string;
}

export interface RunNote {
  readonly runKey: string;
  readonly state: RunState;
  readonly detail: string;
  readonly ended: boolean;
}

/** What a run begins and ends with, and the steps between that only touch the store. */
export function createRunActivities(dependencies: ActivityDependencies) {
  const { workspace, configuration, searchAttributes, database, runs, iterations, loadRun } = dependencies;
  return {
    /** Checks a run's argument down to its seeds and endpoints, and snapshots all of it. Everything later reads the snapshot. */
    async prepareRun({ input, workflowId, firstRunId }: PrepareInput): Promise<PreparedRun> {
      const { recipe, seeds } = await loadSeeds(input, workspace);
      const setup = setUp(recipe, endpointTraits(configuration), configuration.defaultEndpoint);
      const { runKey, setup: stored } = await runs.prepare(
        { workflowId, firstRunId, name: input.name },
        setup,
        seeds,
        recipe.target,
      );
      const { target, iteration, selfInstruct } = stored.recipe;
      return {
        runKey,
        target,
        iterationSize: iteration.size ?? Math.min(400, Math.max(20, Math.ceil(target / 12))),
        openIterations: iteration.open,
        mostIterations: iteration.most,
        barrenIterations: iteration.barren,
        itemsPerAnswer: Math.max(
          1,
          selfInstruct.lastItem - Math.min(selfInstruct.fewShot.examples, seeds.length),
        ),
        queues: {
          propose: teacherQueue(stored.roles.propose.pool),
          respond: teacherQueue(stored.roles.respond.pool),
        },
        searchAttributes,
      };
    },

    /** Draws an iteration's prompts, once. Returns how many there are. */
    async planIteration(input: IterationInput): Promise<number> {
      const { setup, seeds } = await loadRun(input.runKey);
      const plan = await iterations.plan(input, async () => {
        const pool = await iterations.pool(input.runKey, input.readThrough);
        return planProposals({ setup, seeds, iteration: input.iteration }, pool, input.proposals);
      });
      return plan.length;
    },

    /** Shows the store, and so everybody who asks it, what the run is at. */
    async noteRun({ runKey, state, detail, ended }: RunNote): Promise<void> {
      if (ended) await runs.abandonOpen(runKey);
      await runs.note(runKey, state, detail, ended);
    },

    /** Writes the accepted pairs into the workspace. Returns the file's path, relative to the workspace. */
    async exportRun({ runKey }: { runKey: string }): Promise<string> {
      return exportIntoWorkspace(database, runKey, workspace);
    },
  };
}

export type RunActivities = ReturnType<typeof createRunActivities>;

async function loadSeeds(input: RunInput, workspace: string) {
  try {
    const { recipe, seedFile } = await loadRecipe({
      recipe: input.recipe,
      overrides: overridesOfRun(input),
      workspace,
    });
    const seeds = seedsOfRecipe(recipe, seedFile);
    if (!seeds.ok) throw new UserError(seeds.problem);
    return { recipe, seeds: seeds.tasks };
  } catch (error) {
    throw error instanceof UserError ? invalid(error.message) : error;
  }
}

/** Who plays which role, by the recipe's words and this worker's endpoints. */
function setUp(recipe: Recipe, traits: readonly EndpointTraits[], defaultPool: string | undefined): RunSetup {
  const names = traits.map(({ pool }) => pool).join(', ') || 'none';
  const choose = (role: 'propose' | 'respond' | 'classify'): RoleSetup => {
    const pool = recipe.teacher[role]?.endpoint ?? recipe.teacher.endpoint ?? defaultPool;
    if (pool === undefined) {
      throw invalid(
        `The recipe names no endpoint, and the worker has no default one (it has ${names}): set teacher.endpoint, or give the worker OPENAI_API_KEY or the local teacher.`,
      );
    }
    const endpoint = traits.find((candidate) => candidate.pool === pool);
    if (!endpoint) {
      throw invalid(
        `teacher.${recipe.teacher[role]?.endpoint === undefined ? '' : `${role}.`}endpoint: this worker has no endpoint "${pool}", it has ${names}. Name one of them, or add it to seedbed.config.yaml in the worker's workspace and start the worker again.`,
      );
    }
    const model = recipe.teacher[role]?.model ?? recipe.teacher.model ?? endpoint.defaultModel;
    if (model === undefined) {
      throw invalid(
        `Endpoint "${pool}" has no default model: set teacher.model in the recipe, or "model" of the endpoint in seedbed.config.yaml.`,
      );
    }
    const { structuredOutput, completions, small } = endpoint;
    return { pool, model, structuredOutput, completions, small };
  };
  const roles = { propose: choose('propose'), respond: choose('respond'), classify: choose('classify') };
  const { form } = recipe.selfInstruct;
  return {
    recipe,
    form: form === 'auto' ? (roles.respond.small ? 'together' : 'paper') : form,
    roles,
    prompts: paperPrompts,
  };
}

function invalid(message: string): ApplicationFailure {
  return ApplicationFailure.create({ message, type: invalidInput, nonRetryable: true });
}
