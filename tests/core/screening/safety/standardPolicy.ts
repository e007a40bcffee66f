import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../../../adapters/workspace/packageRoot';
import { parseYaml } from '../../../../adapters/workspace/parseYaml';
import { safetyPolicySchema, type SafetyPolicy } from '../../../../core/recipe/safetyPolicy';

const file = join(packageRoot(), 'recipes', 'safety', 'standard.yaml');

/** The policy of recipes that name none, with what a test changes of it. */
export function standardPolicy(changes: object = {}): SafetyPolicy {
  return safetyPolicySchema.parse({ ...(parseYaml(readFileSync(file, 'utf8'), file) as object), ...changes });
}
