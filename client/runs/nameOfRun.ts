import { plainName, plainNameRule } from '../../core/foundations/text/plainName';
import { UserError } from '../../core/foundations/userError';

/**
 * What a run is called: as somebody says, else as its recipe.
 *
 * @throws UserError where no recipe could be called so.
 */
export function nameOfRun(given: string | undefined, recipe: { readonly name: string }): string {
  if (given === undefined || plainName.test(given)) return given ?? recipe.name;
  throw new UserError(`The name "${given}" ${plainNameRule}.`);
}
