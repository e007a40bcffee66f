import type { Recipe } from '../../../../core/recipe/schema';
import { recipeSchema, type RecipeInput } from '../../../../core/run/recipeSchema';
import type { StrategyContext } from '../../../../core/proposing/strategyContext';
import { planTemplates } from '../../../../core/proposing/template/planTemplates';
import { templateProblems } from '../../../../core/proposing/template/templateProblems';
import type { ValueLists } from '../../../../core/vocabulary/valueLists';
import type { TemplateWork } from '../../../../core/proposing/template/work';

type Section = NonNullable<RecipeInput['template']>;

export function recipeWith(template: Section, more: Partial<RecipeInput> = {}): Recipe {
  return recipeSchema.parse({ name: 'test', strategies: { template: 1 }, template, ...more });
}

/** A recipe with one template, named "one". */
export function oneTemplate(
  template: Omit<Section['templates'][number], 'name'>,
  lists: Section['lists'] = {},
): Recipe {
  return recipeWith({ lists, templates: [{ name: 'one', ...template }] });
}

export function instances(
  recipe: Recipe,
  from: number,
  count: number,
  lists: ValueLists = {},
): TemplateWork[] {
  const materials = { seeds: [], sources: [], lists, personas: [] };
  const context = { setup: { recipe }, materials, iteration: 0 } as unknown as StrategyContext;
  return planTemplates(context, { from, count });
}

export function problemsOf(recipe: Recipe, lists: ValueLists = {}): string[] {
  return templateProblems(recipe, lists).map(({ message }) => message);
}
