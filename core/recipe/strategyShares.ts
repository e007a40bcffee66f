import { strategyNames, type StrategyName } from '../proposing/strategy';
import type { Problem } from './problems';
import type { Recipe } from './schema';

/**
 * How the accepted pairs are divided among the strategies: shares that add up to 1. Where the recipe doesn't say, those that it
 * has a section for share equally, and selfInstruct has everything where there is none. All are 0 where the recipe gives nobody
 * a share, which `strategyProblems` tells.
 */
export function strategySharesOf(
  recipe: Pick<Recipe, 'strategies' | 'template' | 'augment'>,
): Readonly<Record<StrategyName, number>> {
  const { strategies, template, augment } = recipe;
  const sections = { selfInstruct: 0, template: template ? 1 : 0, augment: augment ? 1 : 0 };
  const unsaid = template || augment ? sections : { ...sections, selfInstruct: 1 };
  const weights = strategies ?? unsaid;
  const total = strategyNames.reduce((sum, name) => sum + (weights[name] ?? 0), 0);
  const shareOf = (name: StrategyName): number => (total > 0 ? (weights[name] ?? 0) / total : 0);
  return {
    selfInstruct: shareOf('selfInstruct'),
    template: shareOf('template'),
    augment: shareOf('augment'),
  };
}

/** What a strategy with a share needs, and the recipe doesn't have. */
export function strategyProblems(recipe: Recipe): readonly Problem[] {
  const shares = strategySharesOf(recipe);
  if (strategyNames.every((name) => shares[name] === 0)) {
    const message =
      '"strategies" gives no strategy a share: write a number above 0 for one of them, or leave the field out.';
    return [{ field: 'strategies', message }];
  }
  const problems: Problem[] = [];
  if (shares.selfInstruct > 0 && recipe.seeds === undefined) {
    const mend = recipe.strategies
      ? 'add them, or set strategies.selfInstruct to 0'
      : 'add them, or a template or augment section';
    problems.push({
      field: 'seeds',
      message: `"seeds" is missing: selfInstruct grows from seed tasks; ${mend}.`,
    });
  }
  for (const name of ['template', 'augment'] as const) {
    if (shares[name] === 0 || recipe[name] !== undefined) continue;
    const message = `"${name}" is missing: strategies.${name} is above 0; add the section, or set it to 0.`;
    problems.push({ field: name, message });
  }
  return problems;
}
