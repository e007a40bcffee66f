import { unpricedInDollars } from '../../adapters/prices/dollarBudget';
import { glanceAtEndpoint } from '../../adapters/teacher';
import {
  endpointTraits,
  readConfiguration,
  type Configuration,
} from '../../adapters/workspace/configuration';
import { UserError } from '../../core/foundations/userError';
import { setUpRun } from '../../core/recipe/setUpRun';
import type { Recipe } from '../../core/recipe/schema';
import { problemAtGlance } from '../../core/teacher/check/glance';
import { exitCodes } from '../terminal/exitCodes';

/** An endpoint and a model that a recipe asks, and what is to be mended there, as far as that can be told for nothing. */
export interface EndpointGlance {
  readonly endpoint: string;
  readonly model: string;
  readonly problem: string | null;
}

/**
 * Looks at the endpoints that a recipe means, where this workspace knows their addresses: whether they can be reached, take the key, and list
 * the model. Costs nothing, takes three seconds at most, and is no more than a hint: a service that lists no models is told nothing of.
 */
export async function glanceAtEndpoints(
  recipe: Recipe,
  workspace: string,
  signal: AbortSignal = new AbortController().signal,
): Promise<readonly EndpointGlance[]> {
  const configuration = await readConfiguration(workspace);
  const now = new Date();
  return Promise.all(
    meantBy(recipe, configuration).map(async ({ name, model, endpoint }) => {
      const asked = { endpoint: name, model };
      const seen = await glance(name, model, glanceAtEndpoint(name, endpoint, process.env, model, signal));
      return { ...seen, problem: unpricedInDollars(recipe, configuration, [asked], now) ?? seen.problem };
    }),
  );
}

/**
 * Whether the keys of the endpoints that a recipe means are there, for a command that would ask them itself.
 *
 * @throws UserError that names the first variable that is empty.
 */
export async function requireKeys(recipe: Recipe, workspace: string): Promise<void> {
  for (const { name, endpoint } of meantBy(recipe, await readConfiguration(workspace))) {
    const { apiKeyEnv } = endpoint;
    if (apiKeyEnv !== undefined && !process.env[apiKeyEnv]?.trim())
      throw new UserError(`Endpoint "${name}" needs a key, and ${apiKeyEnv} is not set.`, {
        exitCode: exitCodes.keyOrPermission,
        mend: `Set it, in this terminal (export ${apiKeyEnv}=…), and type the same command again.`,
      });
  }
}

/** Endpoints that a recipe means and this workspace knows. One that is not up yet, or is none, is told where that is decided. */
function meantBy(recipe: Recipe, configuration: Configuration) {
  const { endpoints, defaultEndpoint } = configuration;
  const setUp = setUpRun(recipe, {}, endpointTraits(configuration), defaultEndpoint);
  if (!setUp.ok) return [];
  const { roles, judges, routes } = setUp.setup;
  const meant = new Map(
    [...Object.values(roles), ...(judges ?? []), ...(routes ?? [])].map(
      ({ endpoint, model }) => [JSON.stringify([endpoint, model]), { endpoint, model }] as const,
    ),
  );
  return [...meant.values()].flatMap(({ endpoint: name, model }) => {
    const endpoint = endpoints[name];
    return endpoint ? [{ name, model, endpoint }] : [];
  });
}

async function glance(
  endpoint: string,
  model: string,
  looking: ReturnType<typeof glanceAtEndpoint>,
): Promise<EndpointGlance> {
  return { endpoint, model, problem: problemAtGlance(endpoint, model, await looking)?.message ?? null };
}
