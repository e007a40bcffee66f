import { glanceAtEndpoint } from '../../adapters/teacher';
import { endpointTraits, readConfiguration } from '../../adapters/workspace/configuration';
import { setUpRun } from '../../core/recipe/setUpRun';
import type { Recipe } from '../../core/recipe/schema';
import { problemAtGlance } from '../../core/teacher/check/glance';

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
  const { endpoints, defaultEndpoint } = configuration;
  const setUp = setUpRun(recipe, {}, endpointTraits(configuration), defaultEndpoint);
  if (!setUp.ok) return []; // it means one that is not up yet, or none: told where that is decided
  const { roles, judges, routes } = setUp.setup;
  const meant = new Map(
    [...Object.values(roles), ...(judges ?? []), ...(routes ?? [])].map(
      ({ endpoint, model }) => [JSON.stringify([endpoint, model]), { endpoint, model }] as const,
    ),
  );
  return Promise.all(
    [...meant.values()].flatMap(({ endpoint: name, model }) => {
      const endpoint = endpoints[name];
      return endpoint
        ? [glance(name, model, glanceAtEndpoint(name, endpoint, process.env, model, signal))]
        : [];
    }),
  );
}

async function glance(
  endpoint: string,
  model: string,
  looking: ReturnType<typeof glanceAtEndpoint>,
): Promise<EndpointGlance> {
  return { endpoint, model, problem: problemAtGlance(endpoint, model, await looking)?.message ?? null };
}
