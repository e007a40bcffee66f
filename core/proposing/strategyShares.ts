import type { Problem } from '../recipe/problems';
import type { Recipe } from '../recipe/schema';
import { strategyNames } from './knownStrategies';
import { strategies } from './registry';
import type { ByStrategy } from '../vocabulary/strategyName';

/**
 * How the accepted pairs are divided among the strategies, in their order: shares that add up to 1. Where the recipe doesn't say,
 * those that it has a section for share equally, and the usual strategy has everything where there is none. All are 0 where the
 * recipe gives nobody a share, which `strategyProblems` tells.
 */
export function strategySharesOf(recipe: Recipe): ByStrategy<number> {
  const weights = recipe.strategies ?? unsaidWeights(recipe);
  const apart = Object.fromEntries(
    strategies.flatMap(({ name, shareOf }) => (shareOf ? [[name, shareOf(recipe)] as const] : [])),
  );
  const left = 1 - Object.values(apart).reduce((sum, share) => sum + share, 0);
  const total = strategyNames.reduce((sum, name) => sum + (name in apart ? 0 : (weights[name] ?? 0)), 0);
  return Object.fromEntries(
    strategyNames.map((name) => [
      name,
      total > 0 ? (apart[name] ?? (left * (weights[name] ?? 0)) / total) : 0,
    ]),
  );
}

function unsaidWeights(recipe: Recipe): ByStrategy<number> {
  const sections = recipe as Readonly<Record<string, unknown>>;
  const chosen = strategies.filter(
    ({ name, isUsual, shareOf }) => !isUsual && !shareOf && sections[name] !== undefined,
  );
  const sharing = chosen.length > 0 ? chosen : strategies.filter(({ isUsual }) => isUsual);
  return Object.fromEntries(sharing.map(({ name }) => [name, 1]));
}

/** What a strategy with a share needs, and the recipe doesn't have. */
export function strategyProblems(recipe: Recipe): readonly Problem[] {
  const shares = strategySharesOf(recipe);
  if (strategyNames.every((name) => shares[name] === 0)) {
    const message =
      '"strategies" gives no strategy a share: write a number above 0 for one of them, or leave the field out.';
    return [{ field: 'strategies', message }];
  }
  return strategies.flatMap((strategy) => {
    if (shares[strategy.name] === 0) return [];
    const others = strategies.filter(
      ({ name, section, isUsual }) => section && !isUsual && name !== strategy.name,
    );
    return (
      strategy.lack?.(
        recipe,
        others.map(({ name }) => name),
      ) ?? []
    );
  });
}
