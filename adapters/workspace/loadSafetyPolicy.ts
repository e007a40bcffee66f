import { join } from 'node:path';
import { UserError } from '../../core/foundations/userError';
import { checkAgainst, describeProblems } from '../../core/recipe/problems';
import { safetyPolicySchema, type SafetyPolicy } from '../../core/recipe/safetyPolicy';
import type { LoadedRecipe } from './loadRecipe';
import { parseYaml } from './parseYaml';
import { readTextFile } from './readTextFile';
import { readyRecipesFolder } from './readyRecipes';

/**
 * The policy of a recipe with a section `safety`: its own, or ours; undefined where there is no such section.
 *
 * @throws UserError that names the file and what is wrong in it.
 */
export async function loadSafetyPolicy({
  recipe: { safety },
  locate,
}: Pick<LoadedRecipe, 'recipe' | 'locate'>): Promise<SafetyPolicy | undefined> {
  if (!safety) return undefined;
  return safety.policy === undefined
    ? standardPolicy()
    : policyOf(await locate(safety.policy, ['safety', 'policy']), `Safety policy "${safety.policy}"`);
}

/** The policy of recipes that name none. */
export function standardPolicy(): Promise<SafetyPolicy> {
  return policyOf(join(readyRecipesFolder(), 'safety', 'standard.yaml'), 'The standard safety policy');
}

async function policyOf(path: string, label: string): Promise<SafetyPolicy> {
  const written: unknown = parseYaml(await readTextFile(path, label), label);
  const checked = checkAgainst(safetyPolicySchema, written, 'policy');
  if (!checked.ok) throw new UserError(describeProblems(checked.problems, label));
  return checked.value;
}
