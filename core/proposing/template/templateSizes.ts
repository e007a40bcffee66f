import type { Recipe } from '../../recipe/schema';
import { compileTemplates } from './compileTemplates';
import { samplerOf } from './sampler';
import type { ValueLists } from '../../vocabulary/valueLists';

/** How far a template goes, for people who check a recipe. */
export interface TemplateSize {
  readonly name: string;
  readonly sampling: 'uniform' | 'exhaustive' | 'weighted' | 'pairwise';
  /** Different instances that it has; undefined where sampling is weighted, since it may repeat itself without end. */
  readonly instances: bigint | undefined;
  /** Whether that is only what it will be when the teacher writes as many values as it is asked for. */
  readonly estimated: boolean;
}

/** The size of every template of a sound recipe that stands for itself, in the recipe's order. */
export function templateSizes(recipe: Recipe, lists: ValueLists): TemplateSize[] {
  return compileTemplates(recipe, lists)
    .templates.filter((template) => template.recipe.weight > 0)
    .map((template) => ({
      name: template.recipe.name,
      sampling: template.recipe.sampling,
      instances: samplerOf(template, recipe.seed).length,
      estimated: !template.known,
    }));
}
