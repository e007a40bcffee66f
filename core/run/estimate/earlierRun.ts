import { canonicalJson } from '../../foundations/canonicalJson';
import { strategySharesOf } from '../../proposing/strategyShares';
import type { Recipe } from '../../recipe/schema';
import type { RunMaterials, RunSetup } from '../../recipe/runSetup';
import type { StrategyName } from '../../vocabulary/strategyName';
import type { LineKey } from './rehearsal';

/** What calls of one kind took in a run, as far as it has committed. */
export interface EarlierCalls extends LineKey {
  readonly calls: number;
  /** Calls whose tokens the endpoint counted, and what they came to. */
  readonly counted: number;
  readonly promptTokens: number;
  /** Of these, those that the endpoint had kept from earlier. */
  readonly cachedTokens: number;
  readonly answerTokens: number;
  /** Standard deviation of an answer's tokens. */
  readonly answerDeviation: number;
  /** Mean, from sending to the answer. */
  readonly seconds: number;
  /** Purchases that brought nothing of use. */
  readonly unusable: number;
}

/** A run of this workspace, with what its iterations came to and took. */
export interface EarlierRun {
  readonly runKey: string;
  readonly name: string;
  readonly setup: RunSetup;
  readonly materials: RunMaterials;
  readonly strategies: Readonly<
    Record<StrategyName, { readonly works: number; readonly candidates: number; readonly accepted: number }>
  >;
  readonly calls: readonly EarlierCalls[];
}

/** Who asks and what it asks with: what a run's costs depend on. */
interface Asked {
  readonly setup: RunSetup;
  readonly materials: RunMaterials;
}

/** `same`: of the same recipe, but for its size. `similar`: with the same strategies, form, judge and filters. */
export type Kinship = 'same' | 'similar';

/** Fields that change how much is asked for, and not what an accepted pair takes; and those that say where things lie, which `materials` hold. */
const beside = [
  'name',
  'description',
  'target',
  'seed',
  'iteration',
  'ledger',
  'review',
  'seeds',
  'reasoning',
  'budget',
] as const;

/** How much an earlier run tells of one to come; undefined where it tells nothing. */
export function kinshipOf(earlier: RunSetup, coming: RunSetup): Kinship | undefined {
  if (canonicalJson(essenceOf(earlier)) === canonicalJson(essenceOf(coming))) return 'same';
  return canonicalJson(kindOf(earlier)) === canonicalJson(kindOf(coming)) ? 'similar' : undefined;
}

/** Whether two runs of one recipe grow from the same: where they do not, they are similar. */
export function growsFromTheSame(earlier: Asked, coming: Asked): boolean {
  const grown = ({ materials: { seeds, sources, personas } }: Asked): string =>
    canonicalJson([seeds, sources, personas]);
  return grown(earlier) === grown(coming);
}

function essenceOf({ recipe, form, roles, judges, routes, prompts }: RunSetup): unknown {
  const { augment, template, selfInstruct, ...rest } = recipe;
  const left = Object.fromEntries(
    Object.entries(rest).filter(([field]) => !(beside as readonly string[]).includes(field)),
  );
  return {
    ...left,
    teacher: null, // by whom it comes to: roles, routes
    augment: augment && { ...augment, source: null },
    template: template && { ...template, lists: Object.keys(template.lists) },
    selfInstruct: { ...selfInstruct, personas: selfInstruct.personas?.share ?? null },
    form,
    roles,
    judges: judges ?? null,
    routes,
    prompts: Object.entries(prompts).map(([name, choices]) => [
      name,
      choices.map(({ file, share }) => [file.version, file.origin, file.messages ?? file.completion, share]),
    ]),
  };
}

function kindOf({ recipe, form }: RunSetup): unknown {
  const shares = strategySharesOf(recipe);
  return {
    strategies: Object.keys(shares).filter((name) => (shares[name] ?? 0) > 0),
    form,
    bring: recipe.selfInstruct.bring,
    judge: recipe.judge !== undefined,
    filters: filtersOn(recipe),
    novelty: recipe.novelty.rule,
  };
}

function filtersOn({ filters }: Recipe): readonly string[] {
  return Object.keys(filters)
    .filter((name) => filters[name] !== undefined)
    .sort();
}
