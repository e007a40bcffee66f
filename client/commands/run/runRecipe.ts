import type { Surroundings } from '../../terminal/surroundings';
import type { Terminal } from '../../terminal/terminal';
import { exitCodeOf } from '../../terminal/exitCodes';
import { stepAfter } from '../../runs/attendRun';
import { noteShortfall } from '../../runs/noteShortfall';
import { endedRun, type EndedRun } from '../../runs/endedRun';
import { glanceAtEndpoints, requireKeys } from '../../runs/glanceAtEndpoints';
import { endingSession, grow } from '../../runs/growInSession';
import {
  describeDifferences,
  localServersFor,
  recipeToSend,
  type RecipeRequest,
  type RecipeToSend,
} from '../../runs/recipeToSend';
import { openSession, type Session } from '../../connection/session';
import { whileStarting } from '../../connection/whileStarting';
import { nameOfRun } from '../../runs/nameOfRun';
import { startOrJoin } from '../../runs/startOrJoin';
import { runSummary } from '../../view/runSummary';

export interface RunRequest extends RecipeRequest {
  readonly recipe: string;
  readonly name?: string | undefined;
  readonly detach: boolean;
  readonly yes: boolean;
  /** Whether a run that has come to its end is started once more. */
  readonly again: boolean;
}

/** `seedbed run`: starts a run or goes on with it, and shows it until it ends. Returns the exit code. */
export async function runRecipe(request: RunRequest, surroundings: Surroundings): Promise<number> {
  const { terminal, workspace, interruption } = surroundings;
  const command = commandOf(request);
  const prepared = await recipeToSend(request, workspace);
  const { leftInFiles } = prepared;
  if (leftInFiles.length > 0) {
    terminal.note(
      `Too large to travel with the recipe: workers read ${leftInFiles.join(' and ')} in their own workspace.`,
    );
  }
  const servers = await localServersFor(prepared.recipe, workspace);
  const name = nameOfRun(request.name, prepared.recipe);

  const glancing = glanceAtEndpoints(prepared.recipe, workspace, interruption.signal).catch(() => []); // only a hint: the run finds out
  const starting = whileStarting(surroundings);
  const session = await openSession(surroundings, {
    command: 'run',
    worker: true,
    ...servers,
    before: () => requireKeys(prepared.recipe, workspace),
    yes: request.yes,
  });
  starting.end();
  // What workers elsewhere are told of endpoints, only they know.
  if (!session.goesOnWithoutUs())
    for (const { problem } of await glancing) if (problem !== null) terminal.warn(problem);
  return endingSession(session, surroundings, async () => {
    const ended = request.again ? undefined : await endedRun(session, name, prepared);
    if (ended?.isDone) return { exitCode: await tellEnded(session, ended, prepared, request, terminal) };
    if (ended) terminal.note(instead(ended, prepared));
    const { detach, yes } = request;
    return grow({ name, prepared, command, detach, yes }, session, surroundings, () =>
      startOrJoin(session, name, prepared, (other) => commandOf({ ...request, name: other })),
    );
  });
}

/** The same command typed once more after its run's end buys nothing: it shows what there is. */
async function tellEnded(
  session: Session,
  { runKey }: EndedRun,
  { recipe: { target } }: RecipeToSend,
  request: RunRequest,
  terminal: Terminal,
): Promise<number> {
  const status = await session.runs.status(runKey);
  if (!status) throw new Error(`Run ${runKey} is not in the store.`);
  const exitCode = exitCodeOf(status);
  const next = stepAfter(status, status.name);
  if (terminal.options.json) terminal.printJson({ ...status, runKey, dataset: null, next, exitCode });
  else terminal.print(runSummary(status, terminal.outColors, Date.now()));
  await noteShortfall(session, status, terminal);
  terminal.warn(
    `Run ${status.name} has ended already, by this very recipe: nothing was started, and nothing bought. ${next}`,
  );
  const wanted = target > status.funnel.accepted ? String(target) : 'PAIRS';
  terminal.note(
    `Give it more pairs, and pay for those alone: seedbed extend ${status.name} --target ${wanted}`,
  );
  terminal.note(`Grow it once more, and pay for it anew: ${commandOf(request)} --again`);
  return exitCode;
}

/** What could be done with a run that has ended, instead of growing one of its name anew. */
function instead({ name, state, target, differences }: EndedRun, { recipe }: RecipeToSend): string {
  const wanted = recipe.target > target ? ` --target ${recipe.target}` : '';
  const goOn = `seedbed extend ${name}${wanted}`;
  if (differences.length === 0)
    return `A run ${name} by this recipe has ended (${state}): this starts another. To go on with that one: ${goOn}`;
  return [
    `A run ${name} has ended (${state}), by another recipe:`,
    ...describeDifferences(differences).map((line) => `  ${line}`),
    `So this starts another. What is extended keeps its own recipe: ${goOn}`,
  ].join('\n');
}

/** The command that goes on with this run, to be typed again. */
function commandOf({ recipe, name, target, budget, endpoint, model }: RunRequest): string {
  const quote = (text: string): string =>
    /^[\w./@%+=:,-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
  const flags = { name, target, usd: budget, endpoint, model };
  const written = Object.entries(flags).flatMap(([flag, value]) =>
    value === undefined ? [] : [`--${flag} ${quote(String(value))}`],
  );
  return ['seedbed run', quote(recipe), ...written].join(' ');
}
