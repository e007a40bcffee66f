import type { AcceptedPair } from '../../core/dataset/formats/acceptedPair';
import { chooseRun, requireState } from '../runs/chooseRun';
import { openQuietly } from './quietly';

export interface PairsOptions {
  /** A run's name (its newest) or its key. */
  readonly run: string;
  /** Left out: where the program was started. */
  readonly workspace?: string;
  /** The number of a rescreening whose decisions count; left out, the run's own. */
  readonly rescreening?: number;
}

/**
 * The accepted pairs of a run in the order of every export, with where they come from; read in chunks, so that memory stays small however many
 * there are. Of a run that is under way: what was committed when reading began.
 *
 * @throws UserError where there is no such run, or its store cannot be reached.
 */
export async function* readPairs({
  run,
  workspace = process.cwd(),
  rescreening,
}: PairsOptions): AsyncGenerator<AcceptedPair> {
  requireState(workspace);
  const session = await openQuietly(workspace, { worker: false, teacher: false, yes: false });
  try {
    const { runKey } = await chooseRun(session, run, 'any');
    yield* session.pairs.accepted(runKey, { rescreening });
  } finally {
    await session.close();
  }
}
