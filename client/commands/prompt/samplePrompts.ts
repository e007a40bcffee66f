import { servedModelsValue } from '../../../adapters/stack';
import { PlanStore } from '../../../adapters/store/planStore';
import {
  endpointTraits,
  traitsOfLocal,
  readConfiguration,
  servedModelsVariable,
  type Configuration,
} from '../../../adapters/workspace/configuration';
import { loadMaterials } from '../../../adapters/workspace/loadMaterials';
import { loadRecipe } from '../../../adapters/workspace/loadRecipe';
import { UserError } from '../../../core/foundations/userError';
import type { PromptFile } from '../../../core/recipe/prompts/promptFile';
import { samplePrompt, type PromptSample } from '../../../core/run/promptTrial/samplePrompt';
import type { SampleSource } from '../../../core/run/promptTrial/sampleValues';
import { setUpRun } from '../../../core/recipe/setUpRun';
import { chooseRun, requireState } from '../../runs/chooseRun';
import type { Surroundings } from '../../terminal/surroundings';
import { localServersFor, type LocalServers } from '../../runs/recipeToSend';
import { openSession, type Session } from '../../connection/session';

/** Which examples a prompt is filled with, and how many. */
export interface SampleRequest {
  readonly recipe?: string;
  readonly run?: string;
  readonly n: string;
  /** "name=value" each. */
  readonly set: readonly string[];
  readonly yes?: boolean;
}

export interface Samples {
  readonly samples: readonly PromptSample[];
  readonly configuration: Configuration;
}

/**
 * A prompt filled with real examples: accepted pairs of the run, else seeds of the recipe. Runs `use` while the local teacher is
 * up, where it is asked and wanted.
 *
 * @throws UserError when there is no example, or the recipe, the run or an endpoint can't be used.
 */
export async function withSamples<Result>(
  file: PromptFile,
  request: SampleRequest,
  asks: boolean,
  surroundings: Surroundings,
  use: (samples: Samples) => Promise<Result>,
): Promise<Result> {
  const { workspace } = surroundings;
  const wanted = parseCount(request.n);
  const given = Object.fromEntries(request.set.map(parseValue));
  const loaded = request.recipe === undefined ? undefined : await readRecipe(request.recipe, workspace);
  if (request.run !== undefined) requireState(workspace);
  else if (!loaded) {
    throw new UserError('A prompt is filled with real examples: say whose.', {
      mend: 'Name a recipe or a run: --recipe quickstart, or --run NAME',
    });
  }
  const needed = asks && loaded !== undefined ? await localServersFor(loaded.recipe, workspace) : noServers;
  const open = async (servers: LocalServers): Promise<Session> =>
    openSession(surroundings, {
      command: 'prompt',
      worker: false,
      ...servers,
      yes: request.yes ?? false,
    });

  let session = request.run !== undefined || isAny(needed) ? await open(needed) : undefined;
  try {
    const run = session && request.run !== undefined ? await readRun(session, request.run) : undefined;
    const materials = loaded?.materials ?? run?.materials;
    const recipe = loaded?.recipe ?? run?.recipe;
    if (!materials || !recipe) throw new Error('Neither a recipe nor a run was read.');
    const servers = asks && !loaded ? await localServersFor(recipe, workspace) : noServers;
    if (session && isAny(servers)) {
      await session.close();
      session = undefined;
      session = await open(servers);
    }
    const configuration = await readConfiguration(workspace, {
      ...process.env,
      ...(session?.addresses.teacherUrl !== undefined && {
        SEEDBED_LOCAL_TEACHER_URL: session.addresses.teacherUrl,
      }),
      ...(session && { [servedModelsVariable]: servedModelsValue(session.addresses) }),
    });
    // What is only rendered needs no teacher that is up, just to be told what kind it would be.
    const traits = endpointTraits(configuration);
    const setUp = setUpRun(
      recipe,
      {},
      asks || traits.some(({ endpoint }) => endpoint === 'local') ? traits : [...traits, traitsOfLocal],
      configuration.defaultEndpoint ?? (asks ? undefined : 'local'),
    );
    if (!setUp.ok) throw new UserError(setUp.problem);
    const source: SampleSource = { setup: setUp.setup, materials, pool: run?.pool ?? [] };
    const samples = Array.from({ length: wanted }, (_, index) => samplePrompt(file, source, index, given));
    return await use({ samples, configuration });
  } finally {
    await session?.close();
  }
}

const noServers: LocalServers = { teacher: false, models: {} };

const isAny = ({ teacher, models }: LocalServers): boolean => teacher || Object.keys(models).length > 0;

async function readRecipe(recipe: string, workspace: string) {
  const loaded = await loadRecipe({ recipe, workspace, confined: false });
  return { recipe: loaded.recipe, materials: (await loadMaterials(loaded)).materials };
}

async function readRun(session: Session, name: string) {
  const { runKey } = await chooseRun(session, name, 'any');
  const { setup, materials } = await session.runs.load(runKey);
  const pool = await new PlanStore(session.database).pool({
    runKey,
    readThrough: 2 ** 31 - 1,
    reviewed: 2 ** 31 - 1,
  });
  return { recipe: setup.recipe, materials, pool };
}

function parseCount(written: string): number {
  const count = Number(written);
  if (Number.isInteger(count) && count >= 1 && count <= 100) return count;
  throw new UserError(`--n is "${written}": give a whole number from 1 to 100.`);
}

function parseValue(written: string): [name: string, value: unknown] {
  const [, name, text] = /^([A-Za-z_]\w*)=(.*)$/su.exec(written) ?? [];
  if (name === undefined || text === undefined)
    throw new UserError(`--set is "${written}": write it as name=value.`);
  try {
    return [name, JSON.parse(text) as unknown];
  } catch {
    return [name, text]; // no JSON: a text as it is
  }
}
