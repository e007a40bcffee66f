import { ReviewReads } from '../../adapters/store/reviewReads';
import { UserError } from '../../core/foundations/userError';
import { chooseRun, requireState } from '../runs/chooseRun';
import type { Surroundings } from '../terminal/surroundings';
import { exitCodes } from '../terminal/exitCodes';
import { openSession, type Session } from '../connection/session';
import { UnansweredError, type BatchSummary, type ReviewDesk } from './reviewDesk';
import { TemporalDesk } from './temporalDesk';

/** Runs a command at the desk of this workspace, and ends what was opened for it. Returns its exit code. */
export async function atDesk(
  command: string,
  surroundings: Surroundings,
  work: (desk: ReviewDesk, session: Session) => Promise<number>,
): Promise<number> {
  requireState(surroundings.workspace);
  const session = await openSession(surroundings, { command, worker: false, teacher: false, yes: false });
  try {
    return await work(new TemporalDesk(() => session.temporal(), new ReviewReads(session.database)), session);
  } catch (error) {
    if (!(error instanceof UnansweredError)) throw error;
    throw new UserError(error.message, { exitCode: exitCodes.failed, mend: error.mend, cause: error });
  } finally {
    await session.close();
    surroundings.interruption.end();
  }
}

/** The batches of the run that is named, or of all where none is. */
export async function batchesOf(
  desk: ReviewDesk,
  session: Session,
  run: string | undefined,
): Promise<readonly BatchSummary[]> {
  return desk.batches(await keyOf(session, run));
}

/** How many items people are not handed yet: of the run that is named, or of all that are open where none is. */
export async function gatheringOf(session: Session, run: string | undefined): Promise<number> {
  return new ReviewReads(session.database).gathering(await keyOf(session, run));
}

async function keyOf(session: Session, run: string | undefined): Promise<string | undefined> {
  return run === undefined ? undefined : (await chooseRun(session, run, 'any')).runKey;
}

/**
 * The one batch that verdicts are about: that of this number, else the only open one.
 *
 * @throws UserError when there is none, or several and none was named: item numbers are a batch's own.
 */
export function theBatch(
  batches: readonly BatchSummary[],
  run: string,
  named: number | undefined,
): BatchSummary {
  const found =
    named === undefined ? batches.filter(({ state }) => state === 'open') : withNumber(batches, named);
  const [first, second] = found;
  if (first && !second) return first;
  const numbers = (some: readonly BatchSummary[]): string => some.map(({ batch }) => batch).join(', ');
  if (first) {
    throw new UserError(`Run ${run} has several open batches: ${numbers(found)}.`, {
      mend: `Name one: --batch ${first.batch}`,
    });
  }
  if (batches.length === 0)
    throw new UserError(`Run ${run} has nothing to review.`, {
      mend: `See where it is: seedbed status ${run}`,
    });
  throw new UserError(
    named === undefined
      ? `Run ${run} has no open batch; those that ended are ${numbers(batches)}.`
      : `Run ${run} has no batch ${named}: there are ${numbers(batches)}.`,
    { mend: `To correct a verdict, name its batch: --batch ${batches.at(-1)?.batch ?? 0}` },
  );
}

/** All open ones, or that of this number whatever its state. */
export function theBatches(
  batches: readonly BatchSummary[],
  run: string,
  named: number | undefined,
): readonly BatchSummary[] {
  if (named !== undefined) return [theBatch(batches, run, named)];
  const open = batches.filter(({ state }) => state === 'open');
  return open.length > 0 ? open : [theBatch(batches, run, undefined)];
}

function withNumber(batches: readonly BatchSummary[], number: number): readonly BatchSummary[] {
  return batches.filter(({ batch }) => batch === number);
}
