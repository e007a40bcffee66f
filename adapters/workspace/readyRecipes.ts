import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { packageRoot } from './packageRoot';

/** The folder of the recipes that come with the package; the paths in them are relative to it. */
export function readyRecipesFolder(): string {
  return join(packageRoot(), 'recipes');
}

/** Names of the recipes that come with the package, sorted. */
export async function readyRecipeNames(): Promise<readonly string[]> {
  const names = (await readdir(readyRecipesFolder())).filter((name) => name.endsWith('.yaml'));
  return names.map((name) => name.slice(0, -'.yaml'.length)).sort();
}
