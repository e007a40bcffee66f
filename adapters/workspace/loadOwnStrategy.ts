import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { UserError } from '../../core/foundations/userError';
import { ownSectionOf } from '../../core/proposing/own';
import type { OwnStrategy } from '../../core/proposing/own/ownStrategy';
import { strategySharesOf } from '../../core/proposing/strategyShares';
import type { RunMaterials } from '../../core/recipe/runSetup';
import type { Recipe } from '../../core/recipe/schema';
import { allowModulesVariable, importModule } from './importModule';
import { resolveInWorkspace } from './resolveInWorkspace';

/** A strategy of a user's, and what tells whether another worker has the same. */
export interface LoadedStrategy {
  readonly strategy: OwnStrategy;
  readonly identity: NonNullable<RunMaterials['own']>;
}

const written = z.looseObject({
  name: z
    .string()
    .regex(/^[A-Za-z][A-Za-z0-9._-]{0,59}$/, 'must be at most 60 letters, digits, ".", "_" or "-"'),
  version: z.int().min(1),
  pairsPerWork: z.number().positive().max(1_000).optional(),
  plan: z.custom<OwnStrategy['plan']>((value) => typeof value === 'function', 'must be a function'),
  read: z
    .custom<OwnStrategy['read']>((value) => typeof value === 'function', 'must be a function')
    .optional(),
});

/**
 * The strategy of a recipe's own module; undefined where the recipe gives it no share.
 *
 * @throws UserError where this process may load none, or the file is missing, broken, or exports something else.
 */
export async function loadOwnStrategy(
  recipe: Recipe,
  {
    workspace,
    environment,
  }: { readonly workspace: string; readonly environment: Readonly<Record<string, string | undefined>> },
): Promise<LoadedStrategy | undefined> {
  const section = ownSectionOf(recipe);
  if (!section || strategySharesOf(recipe)['own'] === 0) return undefined;
  const { module } = section;
  if (environment[allowModulesVariable] !== '1')
    throw new UserError(
      `The recipe has a strategy of its own ("own.module"), which this worker may not load: start it with ${allowModulesVariable}=1 if you trust whoever sends recipes.`,
    );
  const file = await resolveInWorkspace(workspace, module);
  const sha256 = createHash('sha256')
    .update(await readFile(file))
    .digest('hex');
  const exported = await importModule(module, file);
  const checked = written.safeParse(exported);
  if (!checked.success) {
    const [issue] = checked.error.issues;
    const field = issue && issue.path.length > 0 ? `"${issue.path.join('.')}": ` : '';
    throw new UserError(
      `${module} exports no strategy: ${field}${issue?.message ?? 'not a strategy'}. Export defineStrategy({ name, version, plan(asked), read(answer, work) }) as default.`,
    );
  }
  const { name, version, pairsPerWork } = checked.data;
  // Called as methods, so that a class may be exported too.
  const strategy = exported as OwnStrategy;
  return {
    strategy: {
      ...{ name, version },
      ...(pairsPerWork !== undefined && { pairsPerWork }),
      plan: (asked) => strategy.plan(asked),
      ...(strategy.read && { read: (answer, work) => strategy.read?.(answer, work) ?? [] }),
    },
    identity: { name, version, sha256 },
  };
}

/**
 * The strategy of a run's own, as it was when the run began.
 *
 * @throws UserError where the module is another now: a run goes by one, from its first plan to its last answer.
 */
export async function ownStrategyOf(
  {
    setup: { recipe },
    materials,
  }: { readonly setup: { readonly recipe: Recipe }; readonly materials: RunMaterials },
  place: Parameters<typeof loadOwnStrategy>[1],
): Promise<OwnStrategy | undefined> {
  const loaded = await loadOwnStrategy(recipe, place);
  const { own: began } = materials;
  if (!loaded || !began) return loaded?.strategy;
  const { identity, strategy } = loaded;
  if (identity.sha256 === began.sha256) return strategy;
  throw new UserError(
    `${ownSectionOf(recipe)?.module ?? ''} is not what this run began with: it was ${described(began)}, and is ${described(identity)}. A run goes by one strategy from its first plan to its last answer.`,
    {
      mend: 'Put the file back as it was, start the worker again and resume; or start a run of another name with the changed one (with ledger: { reuse: workspace } in both recipes, equal questions are not bought again).',
    },
  );
}

function described({ name, version, sha256 }: LoadedStrategy['identity']): string {
  return `${name} version ${version} (sha256 ${sha256.slice(0, 12)}…)`;
}
