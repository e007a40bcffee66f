import { recipeSchema, type RecipeInput } from '../../../core/run/recipeSchema';
import { setupVersion, type RoleSetup, type RunSetup } from '../../../core/recipe/runSetup';
import type { SeedTask } from '../../../core/vocabulary/seedTask';
import { ourPrompts } from '../../support/ourPrompts';

export function seedTask(instruction: string, task: Partial<SeedTask> = {}): SeedTask {
  const { input = '', response = `An answer to: ${instruction}` } = task;
  return {
    instruction,
    input,
    response,
    classification: false,
    instances: [{ input, output: response }],
    ...task,
  };
}

/** A run's setup, with one endpoint in every role. */
export function runSetup(
  recipe: Partial<RecipeInput> = {},
  role: Partial<RoleSetup> = {},
  form: RunSetup['form'] = 'paper',
): RunSetup {
  const setup: RoleSetup = {
    endpoint: 'somewhere',
    model: 'some-model',
    structuredOutput: true,
    completions: true,
    small: false,
    ...role,
  };
  return {
    version: setupVersion,
    recipe: recipeSchema.parse({
      name: 'test',
      seeds: { tasks: [{ instruction: 'Name a bird.', response: 'robin' }] },
      ...recipe,
    }),
    form,
    roles: { propose: setup, respond: setup, classify: setup, judge: setup },
    routes: [],
    prompts: ourPrompts,
  };
}
