import { WorkflowExecutionAlreadyStartedError, type Client, type WorkflowHandle } from '@temporalio/client';
import { WorkflowNotFoundError } from '@temporalio/common';
import { setTimeout as delay } from 'node:timers/promises';
import { UserError } from '../../core/foundations/userError';
import { runQueue } from '../../core/run/queues';
import type { RunState } from '../../core/run/status';
import { runKeyOf } from '../../core/vocabulary/runKey';
import type { FieldDifference } from '../../core/recipe/differenceOfRecipes';
import { describeDifferences, differenceInMeaning, type RecipeToSend } from './recipeToSend';
import type { Session } from '../connection/session';

/** How long a run that is open in Temporal may take to show up in the store, once a worker is there. */
const preparedWithin = 20_000;

export interface JoinedRun {
  readonly handle: WorkflowHandle;
  readonly runKey: string;
  /** Whether it was there already. */
  readonly how: 'started' | 'joined' | 'resumed' | 'extended';
}

/**
 * Starts a run, or goes on with the open one of this name. A paused one is resumed: whoever types the command wants it to run.
 *
 * @param beside the command that starts a run of another name.
 * @throws UserError when the open one was asked for with another recipe, with the differences.
 */
export async function startOrJoin(
  session: Session,
  name: string,
  recipe: RecipeToSend,
  beside: (name: string) => string,
): Promise<JoinedRun> {
  const client = await session.temporal();
  try {
    return await join(client, session, name, recipe, beside);
  } catch (error) {
    if (!(error instanceof WorkflowNotFoundError)) throw error;
  }
  try {
    const handle = await client.workflow.start('generateDataset', {
      workflowId: name,
      taskQueue: runQueue,
      args: [{ recipe: recipe.recipe }],
      staticSummary: `${recipe.recipe.target} pairs by ${recipe.recipe.name}`,
    });
    return {
      handle,
      runKey: runKeyOf({ workflowId: name, firstRunId: handle.firstExecutionRunId }),
      how: 'started',
    };
  } catch (error) {
    if (error instanceof WorkflowExecutionAlreadyStartedError)
      return join(client, session, name, recipe, beside);
    throw error;
  }
}

/** Whether a run of this name is under way, which starting it would go on with. */
export async function isOpenRun(session: Session, name: string): Promise<boolean> {
  const client = await session.temporal();
  try {
    return (await client.workflow.getHandle(name).describe()).status.name === 'RUNNING';
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return false;
    throw error;
  }
}

/** In what a recipe differs from the one that a run was started with. */
export async function differencesFrom(
  { runs }: Session,
  runKey: string,
  recipe: RecipeToSend,
): Promise<readonly FieldDifference[]> {
  const { setup, materials } = await runs.load(runKey);
  return differenceInMeaning({ recipe: setup.recipe, materials }, recipe);
}

/** @throws WorkflowNotFoundError when there is no open run of this name. */
async function join(
  client: Client,
  session: Session,
  name: string,
  recipe: RecipeToSend,
  beside: (name: string) => string,
): Promise<JoinedRun> {
  const handle = client.workflow.getHandle(name);
  const { status, raw, runId, type } = await handle.describe();
  if (status.name !== 'RUNNING') throw new WorkflowNotFoundError(`No open run ${name}`, name, undefined);
  if (type !== 'generateDataset') {
    throw new UserError(`"${name}" is the id of an open ${type} workflow, which is none of Seedbed's runs.`, {
      mend: `Give the run another name: ${beside(`${name}-2`)}`,
    });
  }
  const firstRunId = raw.workflowExecutionInfo?.firstRunId || runId;
  const runKey = await session.extensions.runKeyOf({ workflowId: name, firstRunId });
  const state = await compare(session, name, runKey, recipe, beside);
  return goOn(session, handle, runKey, state);
}

/** Goes on with an open run. A paused one is resumed. */
export async function goOn(
  session: Session,
  handle: WorkflowHandle,
  runKey: string,
  state: RunState | undefined,
): Promise<JoinedRun> {
  if (state !== 'paused') return { handle, runKey, how: 'joined' };
  await handle.signal('resume');
  // Until the worker has heard it, the old reason for pausing could be taken for a new one.
  for (const deadline = Date.now() + 10_000; Date.now() < deadline; await delay(100)) {
    if ((await session.runs.find(runKey))?.state !== 'paused') break;
  }
  return { handle, runKey, how: 'resumed' };
}

async function compare(
  session: Session,
  name: string,
  runKey: string,
  recipe: RecipeToSend,
  beside: (name: string) => string,
): Promise<RunState | undefined> {
  const deadline = Date.now() + preparedWithin;
  let found = await session.runs.find(runKey);
  while (!found && Date.now() < deadline) {
    await delay(250);
    found = await session.runs.find(runKey);
  }
  if (!found) return undefined; // nothing to compare with: no worker has taken it up yet
  const differences = await differencesFrom(session, runKey, recipe);
  if (differences.length === 0) return found.state;
  throw new UserError(
    [
      `Run ${name} is open, and was started with another recipe:`,
      ...describeDifferences(differences).map((line) => `  ${line}`),
    ].join('\n'),
    { mend: mendOf(differences, name, recipe) ?? `Start a run beside it: ${beside(`${name}-2`)}` },
  );
}

/** What can be changed of a run while it is under way need not be a run beside it. */
function mendOf(
  differences: readonly FieldDifference[],
  name: string,
  { recipe: { target, budget } }: RecipeToSend,
): string | undefined {
  const [only, ...others] = differences;
  if (!only || others.length > 0) return undefined;
  if (only.field === 'target') return `Change it: seedbed change-target ${name} --target ${target}`;
  if (only.field === 'budget.usd' && only.before !== undefined && budget?.usd !== undefined)
    return `Raise it: seedbed raise-budget ${name} --usd ${budget.usd}`;
  return undefined;
}
