import { UserError } from '../../core/foundations/userError';
import type { Session } from '../connection/session';
import { exitCodes } from '../terminal/exitCodes';
import type { Surroundings } from '../terminal/surroundings';
import { agreesToCost } from './agreeToCost';
import { attendRun, type Parting } from './attendRun';
import type { RecipeToSend } from './recipeToSend';
import type { JoinedRun } from './startOrJoin';

/** What a command wants of a run that it begins or goes on with. */
export interface Growth {
  readonly name: string;
  /** What it asks for, which is what it costs. */
  readonly prepared: RecipeToSend;
  /** The command that goes on with it, to be typed again. */
  readonly command: string;
  readonly detach: boolean;
  readonly yes: boolean;
}

/** Begins a run, once what it costs is agreed to, and shows it until it ends. */
export async function grow(
  { name, prepared, command, detach, yes }: Growth,
  session: Session,
  surroundings: Surroundings,
  begin: () => Promise<JoinedRun>,
): Promise<Parting> {
  if (detach && !session.goesOnWithoutUs())
    throw new UserError('--detach needs a worker that stays: the one of this command would end with it.', {
      mend: `seedbed up --detach && ${command} --detach`,
    });
  if (!yes && !(await agreesToCost(prepared, name, session, surroundings))) {
    surroundings.terminal.note('Nothing was started, and nothing was spent.');
    return { exitCode: exitCodes.done };
  }
  return attendRun({ surroundings, session, run: await begin(), name, command }, detach);
}

/** Ends the session whatever comes of `work`, and says its last words after all that closing may say. Returns the exit code. */
export async function endingSession(
  session: Session,
  { terminal, interruption }: Surroundings,
  work: () => Promise<Parting>,
): Promise<number> {
  let parting: Parting;
  try {
    parting = await work();
  } finally {
    await session.close();
    interruption.end();
  }
  if (parting.lastWords !== undefined) terminal.warn(parting.lastWords);
  return parting.exitCode;
}
