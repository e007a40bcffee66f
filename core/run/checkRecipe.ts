import { conversationProblems } from './conversationProblems';
import { coverageProblems } from '../recipe/coverage/grid';
import { filterProblems } from '../screening/filters/filterProblems';
import { reviewProblems } from '../review/reviewProblems';
import { sampleProblems } from './sampleProblems';
import type { RunMaterials } from '../recipe/runSetup';
import { strategies } from '../proposing/registry';
import { strategyProblems, strategySharesOf } from '../proposing/strategyShares';
import type { Problem } from '../recipe/problems';
import type { Recipe } from '../recipe/schema';

/**
 * What is wrong with a recipe whose fields are valid each by itself, told before anything is paid for: what its strategies need
 * and it doesn't have, its grid, regular expressions, placeholders and lists of its templates, operators of its chains.
 */
export function checkRecipe(recipe: Recipe, materials: RunMaterials): readonly Problem[] {
  const shares = strategySharesOf(recipe);
  return [
    ...strategyProblems(recipe),
    ...coverageProblems(recipe),
    ...filterProblems(recipe),
    ...reviewProblems(recipe),
    ...sampleProblems(recipe),
    ...conversationProblems(recipe),
    ...strategies.flatMap(
      (strategy) => strategy.problems?.(recipe, materials, shares[strategy.name] ?? 0) ?? [],
    ),
  ];
}
