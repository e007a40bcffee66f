import { UserError } from '../../core/foundations/userError';
import type { PassageStore } from '../store/passageStore';
import type { LoadedRecipe } from '../workspace/loadRecipe';
import { takeUpKnowledge, type TakenUp, type TakingUpOptions } from './takeUpKnowledge';

/**
 * Reads the documents that a recipe names into the store.
 *
 * @param root What no link in its folder may lead out of.
 * @returns undefined where it names none.
 * @throws UserError where its folder leaves the workspace, is not there, or has nothing that can be used.
 */
export async function knowledgeOfRecipe(
  store: PassageStore,
  loaded: LoadedRecipe,
  root: string,
  options?: TakingUpOptions,
): Promise<TakenUp | undefined> {
  const { knowledge, language } = loaded.recipe;
  if (!knowledge) return undefined;
  const { folder: named, files, documents, passages } = knowledge;
  const folder = named === undefined ? undefined : await loaded.locate(named, ['knowledge', 'folder']);
  try {
    return await takeUpKnowledge(
      store,
      { folder, files, documents, passages, root, language: knowledge.language ?? language },
      options,
    );
  } catch (error) {
    if (!(error instanceof UserError) || named === undefined) throw error;
    const mend = error.mend === undefined ? {} : { mend: error.mend };
    throw new UserError(`Knowledge "${named}": ${error.message}`, { ...mend, cause: error });
  }
}
