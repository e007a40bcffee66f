import { openSession } from '../../connection/session';
import { hasState } from '../../connection/session';
import { estimateView } from '../../view/estimateView';
import { readRecipe, type RecipeRequest } from '../../runs/recipeToSend';
import { estimateRecipe } from '../../runs/recipeEstimate';
import { exitCodes } from '../../terminal/exitCodes';
import type { Surroundings } from '../../terminal/surroundings';

/** `seedbed estimate`: shows what a recipe will take. Returns the exit code. */
export async function showEstimate(
  request: RecipeRequest,
  withHistory: boolean,
  surroundings: Surroundings,
): Promise<number> {
  const { terminal, workspace, interruption } = surroundings;
  const { loaded, materials } = await readRecipe(request, workspace);
  const session =
    withHistory && hasState(workspace)
      ? await openSession(surroundings, { command: 'estimate', worker: false, teacher: false, yes: false })
      : undefined;
  try {
    const { recipe, source } = loaded;
    const estimate = await estimateRecipe({ recipe, materials }, workspace, {
      database: session?.database,
      cheaper: true,
    });
    if (terminal.options.json) terminal.printJson({ recipe: recipe.name, source, ...estimate });
    else terminal.print(estimateView(recipe.name, estimate, terminal.outColors, terminal.outColumns));
    return exitCodes.done;
  } finally {
    await session?.close();
    interruption.end();
  }
}
