import { pathToFileURL } from 'node:url';
import { UserError } from '../../core/foundations/userError';

/** A worker loads a user's own code only where this is set to 1: a recipe may be sent by anyone who can reach Temporal. */
export const allowModulesVariable = 'SEEDBED_ALLOW_MODULES';

/**
 * What a module of the workspace exports as default, or as `module.exports`. Node keeps what it loaded: a changed file is seen by processes started after
 * the change.
 *
 * @param path as the recipe names it.
 * @throws UserError where it can't be loaded.
 */
export async function importModule(path: string, file: string): Promise<unknown> {
  const exported = await (import(pathToFileURL(file).href) as Promise<{ default?: unknown }>).catch(
    (cause: unknown) => {
      const reason = cause instanceof Error ? cause.message : String(cause);
      throw new UserError(`${path} could not be loaded: ${reason}`, { cause });
    },
  );
  // What a CommonJS module exports as "default" lies one deeper.
  return unwrapped(unwrapped(exported));
}

function unwrapped(value: unknown): unknown {
  return typeof value === 'object' && value !== null && 'default' in value ? value.default : value;
}
