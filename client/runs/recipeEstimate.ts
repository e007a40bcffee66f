import { priceInForce } from '../../adapters/prices/priceInForce';
import type { Database } from '../../adapters/store/database';
import { relatedRuns, type RelatedRun } from '../../adapters/store/earlierRuns';
import {
  endpointTraits,
  traitsOfLocal,
  readConfiguration,
  type Configuration,
} from '../../adapters/workspace/configuration';
import { loadPromptSet } from '../../adapters/workspace/loadPrompts';
import { dollarsOf } from '../../core/foundations/picodollars';
import { UserError } from '../../core/foundations/userError';
import type { RoleSetup, RunMaterials } from '../../core/recipe/runSetup';
import type { Recipe } from '../../core/recipe/schema';
import { strategySharesOf } from '../../core/proposing/strategyShares';
import { setUpRun } from '../../core/recipe/setUpRun';
import { assumptionsIn } from '../../core/run/estimate/assumptionsIn';
import { cheaperWays, type ComparedAlternative, type OtherModel } from '../../core/run/estimate/cheaper';
import { correctionsBy } from '../../core/run/estimate/corrections';
import { estimateRun, type CostOfCall, type Estimate } from '../../core/run/estimate/estimate';
import type { Kinship } from '../../core/run/estimate/earlierRun';
import { measuresOf } from '../../core/run/estimate/measures';
import type { EndpointPace } from '../../core/run/estimate/pace';
import { rehearse, type CounterOf } from '../../core/run/estimate/rehearsal';
import { batchInterfaceOf, type EndpointTraits } from '../../core/teacher/endpoint';
import { costOf } from '../../core/teacher/pricing/price';
import { nameOfServed } from '../../core/teacher/servedModel';
import { smallerSiblings } from '../../core/teacher/smallerSiblings';
import { thinks } from '../../core/teacher/sentParameters';
import { tokenCounterOf, type TokenCounter } from '../../core/teacher/tokens/tokenCounter';

/** What a recipe will take, what that is known by, and what would make it cheaper. */
export interface RecipeEstimate extends Omit<Estimate, 'unpriced'> {
  readonly target: number;
  /** Each model that is asked for texts, and by what its tokens were counted. */
  readonly counted: readonly { readonly model: string; readonly by: TokenCounter['by'] }[];
  readonly unpriced: readonly { readonly endpoint: string; readonly model: string; readonly why: string }[];
  readonly basis: {
    readonly by: Kinship | 'assumed';
    readonly runs: readonly {
      readonly name: string;
      readonly kinship: Kinship;
      readonly candidates: number;
      readonly accepted: number;
    }[];
    /** What is taken for granted, a sentence each. */
    readonly assumptions: readonly string[];
  };
  readonly cheaper: readonly ComparedAlternative[];
}

export interface EstimateOptions {
  /** The store with earlier runs; undefined where there is none, or nobody asks it. */
  readonly database?: Database | undefined;
  /** Whether what would make it cheaper is computed: it takes as long again for each. */
  readonly cheaper: boolean;
}

/**
 * What a run of a recipe will take: its prompts are rendered and counted, and its loop is played, by what earlier runs of this workspace came to.
 * Nobody is asked, and nothing is written.
 *
 * @throws UserError where the recipe's teachers can't be told.
 */
export async function estimateRecipe(
  { recipe, materials }: { readonly recipe: Recipe; readonly materials: RunMaterials },
  workspace: string,
  { database, cheaper }: EstimateOptions,
): Promise<RecipeEstimate> {
  if (strategySharesOf(recipe)['own'] !== 0)
    throw new UserError('What a strategy of your own asks is known when it plans, and not before.', {
      mend: 'See what a handful of candidates costs: seedbed preview RECIPE',
    });
  const configuration = await readConfiguration(workspace);
  const prompts = await loadPromptSet(recipe.prompts, workspace);
  const { defaultEndpoint, endpoints, models } = configuration;
  const onlyLocal = Object.keys({ ...endpoints, ...models }).length === 0 ? 'local' : undefined;
  const setUp = setUpRun(recipe, prompts, allTraits(configuration), defaultEndpoint ?? onlyLocal);
  if (!setUp.ok) throw new UserError(setUp.problem);
  const { setup } = setUp;
  const related: readonly RelatedRun[] = database ? await relatedRuns(database, { setup, materials }) : [];

  const counters = new Map<string, TokenCounter>();
  const asked = [setup, ...related.map(({ run }) => run.setup)].flatMap(({ roles, judges = [], routes }) => [
    ...Object.values(roles),
    ...judges,
    ...routes,
  ]);
  const others = (role: RoleSetup): readonly OtherModel[] => otherModels(role, configuration);
  for (const { model } of [...asked, ...asked.flatMap(others)])
    if (!counters.has(model)) counters.set(model, await tokenCounterOf(model));
  const counterOf: CounterOf = (model) => {
    const counter = counters.get(model);
    if (!counter) throw new Error(`Nobody counts the tokens of "${model}".`);
    return counter;
  };

  const compared = [];
  for (const { run, kinship } of related)
    compared.push({ run, kinship, rehearsal: await rehearse(run, counterOf) });
  const corrections = correctionsBy(compared);
  const rehearsal = await rehearse({ setup, materials }, counterOf);
  const figures = {
    setup,
    materials,
    rehearsal,
    corrections,
    costOf: costIn(configuration),
    pace: (endpoint: string) => paceIn(configuration, endpoint),
    measures: measuresOf(recipe, materials, configuration),
  };
  const estimate = estimateRun(figures);
  const counting = related.filter(({ kinship }) => kinship === corrections.kinship);
  return {
    ...estimate,
    target: recipe.target,
    counted: Object.entries(rehearsal.countedBy).map(([model, by]) => ({ model, by })),
    unpriced: estimate.unpriced.map(({ endpoint, model }) => ({
      endpoint,
      model,
      why: whyUnpriced(configuration, endpoint, model),
    })),
    basis: {
      by: corrections.kinship ?? 'assumed',
      runs: counting.map(({ run: { name, strategies }, kinship }) => ({
        name,
        kinship,
        candidates: Object.values(strategies).reduce((sum, { candidates }) => sum + candidates, 0),
        accepted: Object.values(strategies).reduce((sum, { accepted }) => sum + accepted, 0),
      })),
      assumptions: assumptionsIn(figures),
    },
    cheaper: cheaper ? await cheaperWays(figures, estimate, counterOf, others) : [],
  };
}

/** Whether a run would, or might, cost money. */
export function costsMoney({ usd, unpriced }: Pick<RecipeEstimate, 'usd' | 'unpriced'>): boolean {
  return unpriced.length > 0 || (usd?.high ?? 0) > 0;
}

/** Endpoints as they will be when the models of this machine are served too. */
function allTraits(configuration: Configuration): readonly EndpointTraits[] {
  const traits = endpointTraits(configuration);
  const isThere = (name: string): boolean => traits.some(({ endpoint }) => endpoint === name);
  const served = Object.entries(configuration.models)
    .filter(([name]) => !isThere(name))
    .map(([name, model]) => ({
      endpoint: name,
      defaultModel: nameOfServed(model),
      structuredOutput: false,
      completions: model.completions,
      small: model.small,
      ...(model.thinks !== undefined && { thinks: model.thinks }),
    }));
  return [
    ...traits,
    ...served,
    ...(isThere('local') || 'local' in configuration.models ? [] : [traitsOfLocal]),
  ];
}

/** Models of this machine that are served when they are needed have no address yet, and no price either way. */
function isServedHere({ endpoints, models }: Configuration, name: string): boolean {
  return !Object.hasOwn(endpoints, name) && (name === 'local' || Object.hasOwn(models, name));
}

function costIn(configuration: Configuration): CostOfCall {
  const now = new Date();
  const prices = new Map<string, ReturnType<typeof priceInForce> | undefined>();
  return (name, model, tokens) => {
    if (isServedHere(configuration, name)) return 0;
    const endpoint = Object.hasOwn(configuration.endpoints, name) ? configuration.endpoints[name] : undefined;
    if (!endpoint) return undefined;
    const key = JSON.stringify([name, model]);
    const inForce = prices.get(key) ?? priceInForce(name, endpoint, model, now);
    prices.set(key, inForce);
    if (inForce.kind === 'unknown') return undefined;
    // Tokens are charged whole, and means are not: a thousandth of them is of no account.
    const usage = {
      promptTokens: Math.max(1, Math.round(tokens.promptTokens)),
      completionTokens: Math.round(tokens.completionTokens),
      cachedTokens: Math.round(tokens.cachedTokens),
      isBatch: tokens.isBatch,
    };
    const cost = costOf(usage, inForce.price);
    return cost === undefined ? undefined : dollarsOf(cost);
  };
}

function whyUnpriced({ endpoints }: Configuration, name: string, model: string): string {
  const endpoint = Object.hasOwn(endpoints, name) ? endpoints[name] : undefined;
  if (!endpoint) return `This workspace knows no endpoint "${name}": what it charges, only its workers know.`;
  const inForce = priceInForce(name, endpoint, model, new Date());
  if (inForce.kind === 'unknown') return inForce.why;
  const where = `write it into seedbed.config.yaml, as endpoints.${name}.prices["${model}"]`;
  return inForce.price.rates.completion === undefined
    ? `The price of "${model}" at endpoint "${name}" says nothing of the text that it brings: ${where}.completion.`
    : `The price of "${model}" at endpoint "${name}" says nothing of what batches are charged: ${where}.batch.`;
}

function paceIn({ endpoints, models }: Configuration, name: string): EndpointPace {
  const endpoint = Object.hasOwn(endpoints, name) ? endpoints[name] : undefined;
  const served = Object.hasOwn(models, name) ? models[name] : undefined;
  return {
    // What is served here answers one after the other, however many wait.
    concurrency: endpoint?.concurrency ?? 1,
    hasBatches: endpoint !== undefined && batchInterfaceOf(endpoint) !== 'none',
    requestsPerMinute: endpoint?.requestsPerMinute,
    tokensPerMinute: endpoint?.tokensPerMinute,
    thinkingTokens: endpoint?.thinkingTokens ?? served?.thinkingTokens ?? 4096,
  };
}

/** Who could play a role for less: other endpoints of the configuration, and smaller models of the same house at the same endpoint. */
function otherModels(role: RoleSetup, configuration: Configuration): readonly OtherModel[] {
  const cost = costIn(configuration);
  const tokens = { promptTokens: 1_000, completionTokens: 500, cachedTokens: 0, isBatch: false };
  const own = cost(role.endpoint, role.model, tokens);
  if (own === undefined || own === 0) return [];
  const siblings = smallerSiblings(role.model).map((model) => ({ ...role, model }));
  const elsewhere = allTraits(configuration)
    .filter(({ endpoint, defaultModel }) => defaultModel !== undefined && !isServedHere(configuration, endpoint))
    .map(({ endpoint, defaultModel = '', structuredOutput, completions, small }) => ({
      endpoint, model: defaultModel, structuredOutput, completions, small,
    })); // prettier-ignore
  return [...siblings, ...elsewhere].flatMap(({ endpoint, model, structuredOutput, completions, small }) => {
    const other = { endpoint, model, structuredOutput, completions, small };
    const price = cost(endpoint, model, tokens);
    if (price === undefined || price >= own || small) return [];
    const isThinking = thinks(model, configuration.endpoints[endpoint]?.thinks);
    return [{ endpoint, model, role: { ...other, ...(isThinking && { thinks: true as const }) } }];
  });
}
