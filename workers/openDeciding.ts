import {
  activitySignal,
  beforeIterations,
  ledgerScope,
  NoveltyPools,
  RunMemory,
  type DecidingDependencies,
  type ModelsOf,
} from '../activities';
import { runCode } from '../adapters/codeSandbox/runCode';
import { embedderOf } from '../adapters/embedder/embedderOf';
import { languageModelOf } from '../adapters/fluency/languageModelOf';
import { passageSearch } from '../adapters/knowledge/passageSearch';
import { storedShelf } from '../adapters/knowledge/storedShelf';
import { EndpointModerator } from '../adapters/moderation/endpointModerator';
import { CommitStore } from '../adapters/store/commitStore';
import { CommittedPairs } from '../adapters/store/committedPairs';
import type { Database } from '../adapters/store/database';
import { StoredEmbeddings } from '../adapters/store/embeddings';
import { FluencyCalibrations } from '../adapters/store/fluencyCalibrations';
import { PassageStore } from '../adapters/store/passageStore';
import { PlanStore } from '../adapters/store/planStore';
import { RunStore, type StoredRun } from '../adapters/store/runStore';
import { StageStore } from '../adapters/store/stageStore';
import type { Configuration } from '../adapters/workspace/configuration';
import { loadFilters } from '../adapters/workspace/loadFilters';
import { loadOwnStrategy, ownStrategyOf } from '../adapters/workspace/loadOwnStrategy';
import { gridOf } from '../core/recipe/coverage/grid';
import { createCellClassifier } from '../core/screening/cells/classifier';
import type { Account } from '../core/teacher/account';
import type { EndpointRequest, TeacherAnswer } from '../core/teacher/request';

export interface DecidingOptions extends Pick<DecidingDependencies, 'workspace' | 'ledger'> {
  readonly configuration: Configuration;
  readonly environment: NodeJS.ProcessEnv;
  /** Gets what is measured by an endpoint: vectors, log-probabilities, moderation. */
  readonly buy: (request: EndpointRequest, account: Account) => Promise<TeacherAnswer>;
}

/** What the steps go by that plan, read and decide, over one store, and how to let go of it. */
export function openDeciding(
  database: Database,
  { workspace, configuration, environment, ledger, buy }: DecidingOptions,
): { readonly dependencies: DecidingDependencies; readonly close: () => Promise<void> } {
  const committed = new CommittedPairs(database);
  const runs = new RunStore(database);
  const embedder = embedderOf(configuration, environment, buy);
  const embeddings = new StoredEmbeddings(database, embedder);
  const causalModel = languageModelOf(configuration, environment, buy);
  const { moderation } = configuration;
  const moderator = moderation && new EndpointModerator(moderation.endpoint, moderation.model, buy);
  const modelsOf: ModelsOf = (run, iteration) => {
    const { weight, budget } = run.setup.recipe;
    const address = { scope: ledgerScope(run), runKey: run.runKey, iteration, weight, budget };
    // What is made of them outlives an activity; who asks is the one that is under way then.
    const account = (): Account => ({ address, signal: activitySignal() });
    return {
      embed: (texts) => embeddings.embed(texts, account()),
      languageModel: {
        model: causalModel.model,
        logProbabilities: (requests) => causalModel.logProbabilities(requests, account()),
      },
      ...(moderator && { moderate: (texts: readonly string[]) => moderator.moderate(texts, account()) }),
    };
  };
  const calibrations = new FluencyCalibrations(database);
  const memory = new RunMemory();
  const knowledge = new PassageStore(database);
  const dependencies: DecidingDependencies = {
    workspace,
    configuration,
    database,
    runs,
    plans: new PlanStore(database),
    stages: new StageStore(database),
    commits: new CommitStore(database),
    committed,
    ledger,
    knowledge,
    noveltyPools: new NoveltyPools(committed, modelsOf, memory),
    memory,
    modelsOf,
    languageModelName: causalModel.model,
    runCode,
    filtersOf: (recipe) => loadFilters(recipe, { workspace, environment }),
    fluencyCalibrationOf: memory.remembering(
      (run: StoredRun) =>
        calibrations.of(run.setup.recipe, run.materials.seeds, modelsOf(run, beforeIterations).languageModel),
      ({ runKey }) => runKey,
    ),
    classifierOf: memory.remembering(
      async (run: StoredRun) => {
        const grid = gridOf(run.setup.recipe);
        return grid && createCellClassifier(grid, modelsOf(run, beforeIterations).embed);
      },
      ({ runKey }) => runKey,
    ),
    passagesOf: memory.remembering(
      async (run: StoredRun) => {
        const { knowledge: corpus } = run.materials;
        if (!corpus) return undefined;
        const passagesFor = passageSearch(database, modelsOf(run, beforeIterations).embed, corpus.id);
        return { passagesFor, shelf: await storedShelf(knowledge, corpus, passagesFor) };
      },
      ({ runKey }) => runKey,
    ),
    loadRun: memory.remembering(
      async (runKey: string) => {
        const run = await runs.load(runKey);
        return { ...run, own: await ownStrategyOf(run, { workspace, environment }) };
      },
      (runKey) => runKey,
    ),
    loadOwn: (recipe) => loadOwnStrategy(recipe, { workspace, environment }),
  };
  return {
    dependencies,
    close: async () => {
      await embedder.close();
      await causalModel.close();
    },
  };
}
