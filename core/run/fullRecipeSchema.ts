import { type z } from 'zod';
import { strategies } from '../proposing/registry';
import type { Recipe } from '../recipe/schema';
import { sharesAmong } from '../recipe/sections/strategies';
import { recipeSchema, type RecipeInput } from './recipeSchema';

/**
 * The schema of a recipe, of the YAML file as of the object sent to `generateDataset`: what every recipe has and the fields of the filters, with the shares and the
 * sections of the strategies that there are.
 */
export const fullRecipeSchema: z.ZodType<Recipe, RecipeInput> = recipeSchema.extend({
  ...Object.fromEntries(
    strategies.flatMap(({ name, section }) => (section ? [[name, section] as const] : [])),
  ),
  strategies: sharesAmong(
    Object.fromEntries(strategies.filter(({ shareOf }) => !shareOf).map(({ name, pairs }) => [name, pairs])),
  ),
});
