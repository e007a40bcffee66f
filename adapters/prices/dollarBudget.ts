import type { Recipe } from '../../core/recipe/schema';
import { budgetsOfRun, budgetsOfWorkspace } from '../../core/teacher/budget/budget';
import type { Configuration } from '../workspace/configuration';
import { priceInForce } from './priceInForce';

/**
 * A budget in dollars is nothing to go by where nobody knows what a model costs: what to write then, of the first such model. Undefined
 * where there is none, or no such budget.
 */
export function unpricedInDollars(
  { budget: ofRecipe }: Pick<Recipe, 'budget'>,
  { endpoints, budget: ofWorkspace }: Pick<Configuration, 'endpoints' | 'budget'>,
  asked: readonly { readonly endpoint: string; readonly model: string }[],
  now: Date,
): string | undefined {
  const ofRun = budgetsOfRun('run', ofRecipe);
  const inDollars = [...ofRun, ...budgetsOfWorkspace(ofWorkspace, now)].find(
    ({ limits }) => limits.usd !== undefined,
  );
  if (!inDollars) return undefined;
  const whose = ofRun.includes(inDollars) ? 'recipe' : 'workspace';
  for (const { endpoint: name, model } of asked) {
    const endpoint = endpoints[name];
    const found = endpoint && priceInForce(name, endpoint, model, now);
    if (found?.kind === 'unknown') return `The ${whose} has a "budget" in dollars. ${found.why}`;
  }
  return undefined;
}
