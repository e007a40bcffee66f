import { z } from 'zod';
import { UserError } from '../../core/foundations/userError';
import { filterNeeds, type Filter } from '../../core/screening/filters/filter';
import { allowModulesVariable, importModule } from './importModule';
import { resolveInWorkspace } from './resolveInWorkspace';

const written = z.looseObject({
  name: z
    .string()
    .regex(/^[A-Za-z][A-Za-z0-9._-]{0,59}$/, 'must be at most 60 letters, digits, ".", "_" or "-"'),
  version: z.int().min(1),
  stage: z.enum(['instruction', 'pair']),
  needs: z.enum(filterNeeds).default('text'),
  evaluate: z.custom<Filter['evaluate']>((value) => typeof value === 'function', 'must be a function'),
  isOn: z
    .custom<Filter['isOn']>((value) => typeof value === 'function', 'must be a function')
    .default(() => () => true),
});

interface ModulesToLoad {
  readonly workspace: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Names that are taken. */
  readonly known: Iterable<string>;
}

/**
 * Filters of a user's own: files of the workspace, each a JavaScript module whose default export (or `module.exports`) is a filter or a
 * list of them, as `Filter` in core/screening/filters/filter.ts; `needs` may be left out for "text", `isOn` for always. Node keeps a module that it
 * loaded once: a changed file is seen by workers started after the change.
 *
 * @throws UserError where the worker may load none, or a file is missing, broken, or exports something else.
 */
export async function loadFilterModules(
  paths: readonly string[],
  { workspace, environment, known }: ModulesToLoad,
): Promise<readonly Filter[]> {
  if (paths.length > 0 && environment[allowModulesVariable] !== '1') {
    throw new UserError(
      `The recipe has filters of its own ("filters.modules"), which this worker may not load: start it with ${allowModulesVariable}=1 if you trust whoever sends recipes.`,
    );
  }
  const names = new Set(known);
  const filters: Filter[] = [];
  for (const path of paths) {
    for (const filter of await load(path, await resolveInWorkspace(workspace, path))) {
      if (names.has(filter.name))
        throw new UserError(
          `${path}: there is another filter named "${filter.name}", or something of Seedbed's that decides: give this one a name of its own.`,
        );
      names.add(filter.name);
      filters.push(filter);
    }
  }
  return filters;
}

async function load(path: string, file: string): Promise<readonly Filter[]> {
  const value = await importModule(path, file);
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  return list.map((one, index) => {
    const checked = written.safeParse(one);
    if (!checked.success) {
      const [issue] = checked.error.issues;
      const field = issue && issue.path.length > 0 ? `"${issue.path.join('.')}": ` : '';
      throw new UserError(
        `${path} exports no filter at position ${index + 1}: ${field}${issue?.message ?? 'not a filter'}. Export { name, version, stage, evaluate(subjects, context) }, or a list of such.`,
      );
    }
    // Called as methods, so that a class may be exported too.
    const filter = one as Filter;
    const { name, version, stage, needs, isOn } = checked.data;
    return {
      name,
      version,
      stage,
      needs,
      isOn: (recipe) => isOn.call(filter, recipe),
      evaluate: async (subjects, context, earlier) => filter.evaluate(subjects, context, earlier),
    };
  });
}
