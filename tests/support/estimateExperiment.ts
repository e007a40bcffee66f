import { loadMaterials } from '../../adapters/workspace/loadMaterials';
import { loadRecipe } from '../../adapters/workspace/loadRecipe';
import { estimateRecipe, type RecipeEstimate } from '../../client/runs/recipeEstimate';
import type { RecipeInput } from '../../core/run/recipeSchema';
import { mixedRecipe } from './mixedRecipe';
import { Draws } from './seededDraws';
import { spawnSimulatedTeacher } from './simulatedTeacherProcess';
import { testRecipe } from './testRecipe';
import { TestSeedbed } from './testSeedbed';
import { startThinkingProxy, type Said } from './thinkingProxy';

/** A recipe, and how its teacher differs from what anybody would assume: by factors that no estimate is told. */
export interface EstimatedCase {
  readonly recipe: RecipeInput;
  /** Tokens of answers and of prompts, against the simulated teacher's own. */
  readonly answers: number;
  readonly prompts: number;
  /** Tokens that it thinks, in the middle; left out, it doesn't. */
  readonly thinks?: number;
}

/** What an estimate said, and what it came to. */
export interface EstimatedOutcome {
  readonly name: string;
  readonly estimate: RecipeEstimate;
  readonly usd: number;
  readonly calls: number;
}

export interface ExperimentOutcome {
  /** By assumptions alone. */
  readonly assumed: readonly EstimatedOutcome[];
  /** Of another run of each recipe, with another seed, by the first one. */
  readonly known: readonly EstimatedOutcome[];
}

const price = { usdPerMillionPromptTokens: 2.5, usdPerMillionCompletionTokens: 10 };

const judge = { min: 0.5 };

/** Recipes that differ in what they ask, how, and how much. */
export const estimatedCases: readonly EstimatedCase[] = [
  { recipe: testRecipe({ name: 'plain', target: 60 }), answers: 1.6, prompts: 1.1 },
  {
    recipe: testRecipe({ name: 'judged', target: 60, judge }),
    answers: 0.8,
    prompts: 1,
  },
  {
    recipe: testRecipe({ name: 'list', target: 80, selfInstruct: { form: 'paper' } }),
    answers: 2.2,
    prompts: 0.9,
  },
  { recipe: mixedRecipe({ name: 'mixed', target: 80 }), answers: 1.3, prompts: 1.05 },
  {
    recipe: mixedRecipe({ name: 'templates', target: 40, strategies: { template: 1 } }),
    answers: 3,
    prompts: 1,
  },
  {
    recipe: mixedRecipe({ name: 'augmented', target: 60, strategies: { augment: 1 } }),
    answers: 0.7,
    prompts: 1.15,
  },
  {
    recipe: testRecipe({
      name: 'several',
      target: 60,
      judge: { ...judge, pairsPerCall: 4 },
      selfInstruct: { refine: { responses: true } },
    }),
    answers: 1.8,
    prompts: 0.95,
  },
  {
    recipe: testRecipe({
      name: 'cells',
      target: 60,
      coverage: { axes: { complexity: 'all', domain: 'all' }, classifyBy: 'teacher' },
      selfInstruct: { fewShot: { examples: 3, fromPool: 1 } },
    }),
    answers: 1.2,
    prompts: 1,
  },
  {
    recipe: testRecipe({ name: 'thinking', target: 40, selfInstruct: { bring: 'pairs' } }),
    answers: 1,
    prompts: 1,
    thinks: 900,
  },
  {
    recipe: {
      name: 'german',
      target: 50,
      selfInstruct: { instances: 2, fewShot: { examples: 12, fromPool: 2 } },
      seeds: {
        tasks: [
          'Brot',
          'Wein',
          'Schach',
          'der Winter',
          'die Börse',
          'ein Garten',
          'das Meer',
          'die Geige',
          'Honig',
          'ein Zug',
          'der Mond',
          'die Küche',
          'ein Fahrrad',
          'die Steuer',
        ].map((thing) => ({
          instruction: `Erkläre einem Anfänger in wenigen Sätzen, was man über das Thema „${thing}“ wissen sollte.`,
          response: `Zum Thema ${thing} gibt es einiges zu sagen: woher es kommt, wofür man es braucht, worauf man achten muss, und was die meisten dabei übersehen.`,
        })),
      },
    },
    answers: 2.5,
    prompts: 1.2,
  },
];

/**
 * Runs each recipe twice with a real worker, store and server, from a simulated teacher with a price: estimates it beforehand, the first time by
 * assumptions, then by the first run; and sets against it what the ledger says that it cost.
 */
export async function estimateExperiment(
  cases: readonly EstimatedCase[],
  tell: (what: keyof ExperimentOutcome, outcomes: readonly EstimatedOutcome[]) => void = () => undefined,
): Promise<ExperimentOutcome> {
  const teacher = await spawnSimulatedTeacher({});
  const proxies = await Promise.all(
    cases.map((one) => startThinkingProxy(teacher.baseUrl, (said) => tellAs(one, said))),
  );
  const endpoints = Object.fromEntries(
    cases.map(({ recipe, thinks }, index) => [
      recipe.name,
      {
        baseUrl: proxies[index]?.baseUrl,
        model: 'simulated',
        structuredOutput: true,
        ...price,
        ...(thinks !== undefined && { thinks: true }),
      },
    ]),
  );
  const seedbed = await TestSeedbed.start({ teacher: teacher.baseUrl, configuration: { endpoints } });
  try {
    const own = cases.map(({ recipe }) => ({ ...recipe, teacher: { endpoint: recipe.name } }));
    const assumed: RecipeEstimate[] = [];
    for (const recipe of own) assumed.push(await estimateOf(seedbed, recipe, false));
    const first = await costsOf(seedbed, own, (name) => name);
    const outcomes = (estimates: readonly RecipeEstimate[], costs: typeof first): EstimatedOutcome[] =>
      estimates.map((estimate, index) => ({
        name: cases[index]?.recipe.name ?? '',
        estimate,
        ...(costs[index] ?? { usd: 0, calls: 0 }),
      }));
    tell('assumed', outcomes(assumed, first));
    const again = own.map((recipe) => ({ ...recipe, seed: 7 }));
    const known: RecipeEstimate[] = [];
    for (const recipe of again) known.push(await estimateOf(seedbed, recipe, true));
    const second = await costsOf(seedbed, again, (name) => `${name}-again`);
    tell('known', outcomes(known, second));
    return { assumed: outcomes(assumed, first), known: outcomes(known, second) };
  } finally {
    await seedbed.stop();
    await Promise.all(proxies.map((proxy) => proxy.close()));
    await teacher.close();
  }
}

/** Whether a range holds what it came to. */
export function holds({ estimate: { usd }, usd: cost }: EstimatedOutcome): boolean {
  return usd !== null && usd.low <= cost && cost <= usd.high;
}

/** By which factor the middle of an estimate is off, whichever way. */
export function offBy({ estimate: { usd }, usd: cost }: EstimatedOutcome): number {
  const middle = usd?.median ?? 0;
  return middle === 0 || cost === 0 ? Infinity : Math.max(middle / cost, cost / middle);
}

async function estimateOf(
  { workspace, database }: TestSeedbed,
  input: RecipeInput,
  withHistory: boolean,
): Promise<RecipeEstimate> {
  const loaded = await loadRecipe({ recipe: input, workspace });
  const { materials } = await loadMaterials(loaded);
  return estimateRecipe({ recipe: loaded.recipe, materials }, workspace, {
    database: withHistory ? database : undefined,
    cheaper: false,
  });
}

async function costsOf(
  seedbed: TestSeedbed,
  recipes: readonly RecipeInput[],
  nameOf: (name: string) => string,
): Promise<readonly { readonly usd: number; readonly calls: number }[]> {
  const names = recipes.map(({ name }) => nameOf(name));
  const handles = await Promise.all(recipes.map((recipe, index) => seedbed.startRun(recipe, names[index])));
  await Promise.all(handles.map((handle) => handle.result()));
  return Promise.all(
    names.map(async (name) => {
      const { rows } = await seedbed.database.query<{ usd: number; calls: number }>(
        `select (coalesce(sum(cost_usd), 0) + (select coalesce(sum(cost_usd), 0) from unusable_answers where run_key = $1))::float8 as usd,
           count(*)::float8 as calls from ledger where run_key = $1 and state = 'answered'`,
        [await seedbed.runKey(name)],
      );
      return rows[0] ?? { usd: 0, calls: 0 };
    }),
  );
}

/** The teacher's words, with the tokens of a wordier one, or one that thinks: each answer by its own luck. */
function tellAs({ answers, prompts, thinks }: EstimatedCase, { text, usage, number }: Said): string {
  const counted = usage as { prompt_tokens: number; completion_tokens: number };
  const luck = new Draws('answer lengths', number).uniform();
  const thinking = thinks === undefined ? 0 : Math.round(thinks * (0.5 + luck));
  const completion =
    Math.max(1, Math.round(counted.completion_tokens * answers * (0.7 + 0.6 * luck))) + thinking;
  return JSON.stringify({
    id: 'answer',
    choices: [
      {
        index: 0,
        message: {
          role: 'assistant',
          content: text,
          ...(thinks !== undefined && { reasoning_content: 'Let me see.' }),
        },
        finish_reason: 'stop',
      },
    ],
    usage: {
      prompt_tokens: Math.round(counted.prompt_tokens * prompts),
      completion_tokens: completion,
      ...(thinks !== undefined && { completion_tokens_details: { reasoning_tokens: thinking } }),
    },
  });
}
