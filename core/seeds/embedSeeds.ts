import { type Recipe } from '../recipe/schema';
import { type SeedTask } from './seedTask';

/**
 * The recipe with its seed tasks written in it instead of a file named: it means the same on every machine, so a client can send
 * it to workers that don't have the file. A task keeps its first instance, the one that prompts show.
 */
export function embedSeeds(recipe: Recipe, tasks: readonly SeedTask[]): Recipe {
  const written = tasks.map(({ instruction, input, response, classification }) => ({
    instruction,
    input,
    response,
    classification,
  }));
  return { ...recipe, seeds: { tasks: written, onMalformed: recipe.seeds.onMalformed } };
}
