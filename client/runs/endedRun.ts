import { UserError } from '../../core/foundations/userError';
import { openStates, type RunState } from '../../core/run/status';
import type { FieldDifference } from '../../core/recipe/differenceOfRecipes';
import type { Session } from '../connection/session';
import type { RecipeToSend } from './recipeToSend';
import { differencesFrom } from './startOrJoin';

/** A run of a name that has ended, beside a recipe that somebody wants to grow a dataset of that name by. */
export interface EndedRun {
  readonly runKey: string;
  readonly name: string;
  readonly state: RunState;
  readonly target: number;
  /** In what the recipe is another one; of its target and budget a run may have others without being one. */
  readonly differences: readonly FieldDifference[];
  /** Whether it came to its end by this very recipe. Started once more, it would be bought anew. */
  readonly isDone: boolean;
}

/** The newest run of this name, where it has ended. */
export async function endedRun(
  session: Session,
  name: string,
  recipe: RecipeToSend,
): Promise<EndedRun | undefined> {
  const found = await session.runs.find(name);
  if (!found || openStates.includes(found.state)) return undefined;
  const { runKey, state } = found;
  const all = await differencesFrom(session, runKey, recipe).catch((error: unknown) => {
    if (error instanceof UserError) return undefined; // of an older version, which can't be read: its name is free
    throw error;
  });
  if (!all) return undefined;
  const differences = all.filter(({ field }) => !/^(?:target|budget)\b/u.test(field));
  const isDone = differences.length === 0 && (state === 'completed' || state === 'exhausted');
  const target = await session.extensions.targetOf(runKey);
  return { runKey, name, state, target, differences, isDone };
}
