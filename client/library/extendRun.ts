import { chooseToExtend, startExtension } from '../runs/extendEnded';
import { localServersFor } from '../runs/recipeToSend';
import { openQuietly } from './quietly';
import { handleOf, type Run } from './startRun';

export interface ExtensionOptions {
  /** The run that has ended, by its name, its newest, or its whole key. */
  readonly run: string;
  /** Accepted pairs that it is to have in all. Left out: as many as it was to have. */
  readonly target?: number;
  /** The most that it may spend in all, in US dollars. */
  readonly budget?: number;
  /** The folder with `seedbed.config.yaml` and `.seedbed`. Left out: where the program was started. */
  readonly workspace?: string;
}

/**
 * Gives a run that has ended more pairs, as `seedbed extend`; the same call goes on with what it began.
 *
 * @throws UserError where it can't be extended so.
 */
export async function extendRun({
  run,
  target,
  budget,
  workspace = process.cwd(),
}: ExtensionOptions): Promise<Run> {
  const looking = await openQuietly(workspace, { worker: false, teacher: false, yes: true });
  const extension = { run, target, budget };
  const chosen = await chooseToExtend(looking, extension).finally(() => looking.close());
  const servers = await localServersFor(chosen.missing.recipe, workspace);
  const session = await openQuietly(workspace, { worker: true, ...servers, yes: true });
  try {
    const joined = await startExtension(session, chosen, extension, new AbortController().signal);
    return handleOf(chosen.name, session, joined);
  } catch (error) {
    await session.close();
    throw error;
  }
}
