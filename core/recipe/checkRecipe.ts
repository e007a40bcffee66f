import { coverageProblems } from '../coverage/grid';
import { filterProblems } from '../filters/filterProblems';
import { reviewProblems } from '../review/reviewProblems';
import type { RunMaterials } from '../run/setup';
import { augmentProblems } from '../strategies/augment/augmentProblems';
import { multipliedTasks } from '../strategies/augment/parents';
import { selfInstructProblems } from '../strategies/selfInstruct/problems';
import { templateProblems } from '../strategies/template/templateProblems';
import type { Problem } from './problems';
import type { Recipe } from './schema';
import { strategyProblems, strategySharesOf } from './strategyShares';

/**
 * What is wrong with a recipe whose fields are valid each by itself, told before anything is paid for: what its strategies need
 * and it doesn't have, its grid, regular expressions, placeholders and lists of its templates, operators of its chains.
 */
export function checkRecipe(recipe: Recipe, materials: RunMaterials): readonly Problem[] {
  return [
    ...strategyProblems(recipe),
    ...coverageProblems(recipe),
    ...filterProblems(recipe),
    ...reviewProblems(recipe),
    ...(strategySharesOf(recipe).selfInstruct > 0 ? selfInstructProblems(recipe) : []),
    ...templateProblems(recipe, materials.lists),
    ...augmentProblems(recipe, multipliedTasks(recipe, materials)),
  ];
}
