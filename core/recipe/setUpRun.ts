import type { PromptSet } from './prompts/promptSet';
import type { Recipe } from './schema';
import type { EndpointTraits } from '../teacher/endpoint';
import { thinks } from '../teacher/sentParameters';
import { setupVersion, type RoleSetup, type RunSetup } from './runSetup';

export type SetUp =
  { readonly ok: true; readonly setup: RunSetup } | { readonly ok: false; readonly problem: string };

/** Who is meant: the first of these that says an endpoint, and the first that says a model. */
interface Wanted {
  /** How people find it in the recipe. */
  readonly field: string;
  readonly endpoint: string | undefined;
  readonly model: string | undefined;
}

/** Who plays which role, by the recipe's words and a worker's endpoints. Never throws: a problem is one sentence. */
export function setUpRun(
  recipe: Recipe,
  prompts: PromptSet,
  traits: readonly EndpointTraits[],
  defaultEndpoint: string | undefined,
): SetUp {
  const { teacher } = recipe;
  const role = (name: 'propose' | 'respond' | 'classify' | 'judge') =>
    chooseRole({ field: `teacher.${name}`, endpoint: teacher[name]?.endpoint, model: teacher[name]?.model });
  const chooseRole = ({ field, endpoint: own, model: ownModel }: Wanted): RoleSetup => {
    const names = traits.map(({ endpoint: endpointName }) => endpointName).join(', ') || 'none';
    const endpointName = own ?? teacher.endpoint ?? defaultEndpoint;
    if (endpointName === undefined) {
      throw new Problem(
        `The recipe names no endpoint, and the worker has no default one (it has ${names}): set teacher.endpoint, or give the worker OPENAI_API_KEY or the local teacher.`,
      );
    }
    const endpoint = traits.find((candidate) => candidate.endpoint === endpointName);
    if (!endpoint) {
      throw new Problem(
        `${own === undefined ? 'teacher' : field}.endpoint: this worker has no endpoint "${endpointName}", it has ${names}. Name one of them, or add it to seedbed.config.yaml in the worker's workspace and start the worker again.`,
      );
    }
    const model = ownModel ?? teacher.model ?? endpoint.defaultModel;
    if (model === undefined) {
      throw new Problem(
        `Endpoint "${endpointName}" has no default model: set teacher.model in the recipe, or "model" of the endpoint in seedbed.config.yaml.`,
      );
    }
    const { structuredOutput, completions, small } = endpoint;
    const isThinking = thinks(model, endpoint.thinks);
    const license = endpoint.licenses?.[model] ?? endpoint.license;
    return {
      endpoint: endpointName,
      model,
      structuredOutput,
      completions,
      small,
      ...(isThinking && { thinks: true }),
      ...(license !== undefined && { license }),
    };
  };
  try {
    const roles = {
      propose: role('propose'),
      respond: role('respond'),
      classify: role('classify'),
      judge: role('judge'),
    };
    const { endpoint, model } = teacher.respond ?? {};
    const routes = (teacher.respond?.routes ?? []).map((route, index) =>
      chooseRole({
        field: `teacher.respond.routes[${index}]`,
        endpoint: route.endpoint ?? endpoint,
        model: route.model ?? model,
      }),
    );
    const judges = (recipe.judge?.judges ?? []).map((judge, index) =>
      chooseRole({
        field: `judge.judges[${index}]`,
        endpoint: judge.endpoint ?? teacher.judge?.endpoint,
        model: judge.model ?? teacher.judge?.model,
      }),
    );
    checkDifferent(judges);
    const { form } = recipe.selfInstruct;
    const chosen = form === 'auto' ? (roles.respond.small ? 'together' : 'paper') : form;
    return {
      ok: true,
      setup: { version: setupVersion, recipe, form: chosen, roles, judges, routes, prompts },
    };
  } catch (error) {
    if (error instanceof Problem) return { ok: false, problem: error.message };
    throw error;
  }
}

class Problem extends Error {}

/** The same model twice would agree with itself, and say nothing. */
function checkDifferent(judges: readonly RoleSetup[]): void {
  const names = judges.map(({ endpoint: endpointName, model }) => `${endpointName}/${model}`);
  const twice = names.findIndex((name, index) => names.indexOf(name) < index);
  if (twice < 0) return;
  throw new Problem(
    `judge.judges[${twice}]: "${names[twice]}" is in the list already. Name each judge once, by endpoint and model.`,
  );
}
