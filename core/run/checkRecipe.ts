import { coverageProblems } from '../recipe/coverage/grid';
import { filterProblems } from '../screening/filters/filterProblems';
import { reviewProblems } from '../review/reviewProblems';
import type { RunMaterials } from '../recipe/runSetup';
import { augmentProblems } from '../proposing/augment/augmentProblems';
import { multipliedTasks } from '../proposing/augment/parents';
import { selfInstructProblems } from '../proposing/selfInstruct/problems';
import { templateProblems } from '../proposing/template/templateProblems';
import type { Problem } from '../recipe/problems';
import type { Recipe } from '../recipe/schema';
import { strategyProblems, strategySharesOf } from '../recipe/strategyShares';

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
