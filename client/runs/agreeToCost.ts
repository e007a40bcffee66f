import { createInterface } from 'node:readline/promises';
import { UserError } from '../../core/foundations/userError';
import type { Session } from '../connection/session';
import { costsMoney, estimateRecipe, type RecipeEstimate } from './recipeEstimate';
import type { RecipeToSend } from './recipeToSend';
import { isOpenRun } from './startOrJoin';
import type { Surroundings } from '../terminal/surroundings';
import { basisOf, budgetRows, estimateRows } from '../view/estimateView';

/**
 * Whether somebody at the terminal agrees to what a run will cost: shown what that is, and asked, before anything is sent. Nobody is asked of what
 * costs nothing, nor of a run that is open already, nor where nobody is there to answer.
 */
export async function agreesToCost(
  prepared: RecipeToSend,
  name: string,
  session: Session,
  { terminal, workspace, interruption }: Surroundings,
): Promise<boolean> {
  if (!terminal.canAsk || (await isOpenRun(session, name))) return true;
  const estimate = await estimateIfKnown(prepared, workspace, session);
  if (!estimate || !costsMoney(estimate)) return true;
  terminal.warn(
    [
      `${name} will take, in four cases of five:`,
      ...estimateRows(estimate, terminal.errorColors),
      ...budgetRows(prepared.recipe.budget?.usd, terminal.errorColors),
      `  ${basisOf(estimate.basis).split('. ').at(-1)?.replace(/:$/, '') ?? ''}`,
      `  More of it, and what would make it cheaper: seedbed estimate`,
    ].join('\n'),
  );
  return isYes(await ask('Start it? [y/N] ', interruption.signal));
}

export function isYes(answer: string): boolean {
  return /^\s*y(?:es)?\s*$/i.test(answer);
}

/** Undefined where only workers elsewhere know what the recipe asks: it goes on as it would without an estimate. */
async function estimateIfKnown(
  prepared: RecipeToSend,
  workspace: string,
  session: Session,
): Promise<RecipeEstimate | undefined> {
  try {
    return await estimateRecipe(prepared, workspace, { database: session.database, cheaper: false });
  } catch (error) {
    if (error instanceof UserError) return undefined; // whoever prepares the run says what is wrong, by what it knows
    throw error;
  }
}

async function ask(question: string, signal: AbortSignal): Promise<string> {
  const prompt = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return await prompt.question(question, { signal });
  } catch (error) {
    if (signal.aborted) return ''; // Ctrl-C is a no
    throw error;
  } finally {
    prompt.close();
  }
}
