import { consistency } from '../screening/filters/consistency';
import type { Problem } from '../recipe/problems';
import type { Recipe } from '../recipe/schema';

/** What is wrong with how a recipe asks for several responses, told before anything is paid for. */
export function sampleProblems(recipe: Recipe): readonly Problem[] {
  const samples = recipe.respond?.samples ?? 1;
  const { temperature } = recipe.selfInstruct.respond;
  const problems: Problem[] = [];
  if (samples > 1 && temperature === 0)
    problems.push({
      field: 'selfInstruct.respond.temperature',
      message: `"selfInstruct.respond.temperature" is 0, so the ${samples} responses of "respond.samples" would all be the same: write 0.7, say, or leave it out.`,
    });
  if (consistency.isOn(recipe) && samples < 2)
    problems.push({
      field: 'filters.consistency',
      message:
        '"filters.consistency" compares several responses to the same, and the recipe asks for one: write respond: { samples: 5 }, or leave the filter out.',
    });
  return problems;
}
